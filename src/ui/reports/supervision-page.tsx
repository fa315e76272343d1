"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Me } from "@/shared/people";
import { HomeStart } from "@/ui/offline/home-start";
import { Skeleton } from "@/ui/primitives/skeleton";
import { Queries } from "@/ui/queries/queries";
import { DeskFrame } from "@/ui/shell/desk-frame";
import type { DeskPage } from "@/ui/shell/desk-pages";
import { SkipLink } from "@/ui/shell/skip-link";
import { useKeptFocus } from "@/ui/shell/use-kept-focus";

interface SupervisionPageProps {
  viewer: Me;
  place: DeskPage["id"];
  children: ReactNode;
}

/** A page beside the lists of the desk, for those who look after it: connected and framed like the desk itself. */
export function SupervisionPage({ viewer, place, children }: SupervisionPageProps) {
  const t = useTranslations("reports.page");
  useKeptFocus();
  return (
    <HomeStart home="/desk" viewer={viewer} fallback={<PageSkeleton />}>
      <Queries>
        <DeskFrame current={place} skipLink={<SkipLink target="main">{t("skip")}</SkipLink>}>
          <main
            id="main"
            tabIndex={-1}
            className="relative min-h-0 min-w-0 flex-1 overflow-y-auto overscroll-contain pt-[env(safe-area-inset-top)] outline-none"
          >
            {children}
          </main>
        </DeskFrame>
      </Queries>
    </HomeStart>
  );
}

/** What stands until the page does. */
function PageSkeleton() {
  const t = useTranslations("reports.page");
  return (
    <main id="main" aria-busy className="flex h-dvh bg-canvas">
      <h1 className="sr-only">{t("title")}</h1>
      <div className="w-14 shrink-0 border-r max-md:hidden" />
      <div className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 sm:p-6">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="h-24 w-full rounded-xl" />
        <Skeleton className="h-64 w-full rounded-xl" />
      </div>
    </main>
  );
}
