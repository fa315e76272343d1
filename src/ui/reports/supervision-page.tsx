"use client";
import { ArrowLeft, ChartNoAxesColumn, type LucideIcon, RadioTower, Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Me } from "@/shared/people";
import { maySetUpDesk } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { HomeStart } from "@/ui/offline/home-start";
import { classNames } from "@/ui/primitives/class-names";
import { Skeleton } from "@/ui/primitives/skeleton";
import { Queries } from "@/ui/queries/queries";
import { AccountButton } from "@/ui/shell/account-button";
import { SkipLink } from "@/ui/shell/skip-link";

export type SupervisionPlace = "board" | "reports" | "admin";

const places: readonly { place: SupervisionPlace; icon: LucideIcon }[] = [
  { place: "board", icon: RadioTower },
  { place: "reports", icon: ChartNoAxesColumn },
  { place: "admin", icon: Settings2 },
];

interface SupervisionPageProps {
  viewer: Me;
  place: SupervisionPlace;
  children: ReactNode;
}

/** A page of those who look after the desk: connected like every other, with the ways to its neighbours. */
export function SupervisionPage({ viewer, place, children }: SupervisionPageProps) {
  return (
    <HomeStart home="/desk" viewer={viewer} fallback={<PageSkeleton />}>
      <Queries>
        <PageFrame place={place}>{children}</PageFrame>
      </Queries>
    </HomeStart>
  );
}

function PageFrame({ place, children }: Pick<SupervisionPageProps, "place" | "children">) {
  const t = useTranslations("reports.page");
  const { role, gym } = useViewer();
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-canvas text-ink">
      <SkipLink target="main">{t("skip")}</SkipLink>
      <header className="flex shrink-0 items-center gap-1 border-b bg-surface px-2 pt-[env(safe-area-inset-top)] sm:px-4">
        <a
          href="/desk"
          className="flex h-9 shrink-0 items-center gap-1.5 rounded-lg px-2 text-body font-medium text-ink-muted hover:bg-sunken hover:text-ink pointer-coarse:h-11"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t("desk")}
        </a>
        <nav aria-label={t("title")} className="flex min-w-0 flex-1 justify-center gap-1 py-1.5">
          {places.map(
            ({ place: other, icon: Icon }) =>
              (other !== "admin" || maySetUpDesk(role)) && (
                <a
                  key={other}
                  href={`/desk/${other}`}
                  aria-current={other === place ? "page" : undefined}
                  className={classNames(
                    "flex h-9 items-center gap-1.5 rounded-lg px-2.5 text-body font-medium pointer-coarse:h-11 sm:px-3",
                    other === place ? "bg-accent-tint text-accent-text" : "text-ink-muted hover:bg-sunken hover:text-ink",
                  )}
                >
                  <Icon aria-hidden className="size-4 max-sm:hidden" />
                  {t(other)}
                </a>
              ),
          )}
        </nav>
        <span className="truncate text-small text-ink-faint max-md:hidden">{gym.name}</span>
        <AccountButton />
      </header>
      <main id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-none">
        {children}
      </main>
    </div>
  );
}

/** What stands until the page does. */
function PageSkeleton() {
  const t = useTranslations("reports.page");
  return (
    <main id="main" aria-busy className="flex h-dvh flex-col bg-canvas">
      <h1 className="sr-only">{t("title")}</h1>
      <div className="h-12 shrink-0 border-b bg-surface" />
      <div className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 sm:p-6">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="h-24 w-full rounded-xl" />
        <Skeleton className="h-64 w-full rounded-xl" />
      </div>
    </main>
  );
}
