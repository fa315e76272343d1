import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ListSkeleton } from "@/ui/list/list-states";
import { Skeleton } from "@/ui/primitives/skeleton";

interface MemberSkeletonProps {
  gymName: string | undefined;
  /** The list, if it is known already. */
  children?: ReactNode;
}

/** What stands under /chat until the chat client does: every thing at its place, so that nothing jumps, and the words that are known already. */
export function MemberSkeleton({ gymName, children = <ListSkeleton rowHeight={76} /> }: MemberSkeletonProps) {
  const t = useTranslations("chat.home");
  return (
    <main id="main" aria-busy className="flex h-dvh overflow-hidden bg-canvas text-ink">
      <section
        aria-label={t("conversations")}
        className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface pt-[env(safe-area-inset-top)] md:w-96 md:flex-none md:border-r"
      >
        <div className="flex shrink-0 flex-col gap-2 px-3 pt-2 pb-2.5">
          <div className="flex min-h-11 items-center">
            <div className="min-w-0 flex-1">
              <h1 className="truncate text-[1.375rem] leading-7 font-semibold tracking-tight">{t("title")}</h1>
              <p className="h-4 truncate text-small text-ink-faint">{gymName}</p>
            </div>
            <Skeleton className="size-8 rounded-full" />
          </div>
          <div className="h-9 rounded-lg bg-sunken pointer-coarse:h-11" />
        </div>
        {children}
      </section>
      <div className="flex-1 bg-surface max-md:hidden" />
    </main>
  );
}

/** The same under /desk. */
export function DeskSkeleton() {
  const t = useTranslations("chat.home");
  return (
    <main id="main" aria-busy className="flex h-dvh overflow-hidden bg-canvas text-ink">
      <h1 className="sr-only">{t("conversations")}</h1>
      <div className="w-14 shrink-0 border-r max-md:hidden" />
      <section
        aria-label={t("conversations")}
        className="flex min-h-0 flex-col border-r bg-surface max-md:flex-1 md:w-72 md:shrink-0 lg:w-[clamp(20rem,26vw,25rem)]"
      >
        <div className="flex shrink-0 flex-col gap-2 px-3 pt-2 pb-2.5">
          <div className="flex h-9 items-center">
            <Skeleton className="h-5 w-24" />
          </div>
          <div className="h-9 rounded-lg bg-sunken pointer-coarse:h-11" />
        </div>
        <ListSkeleton rowHeight={64} />
      </section>
      <div className="flex-1 bg-surface max-md:hidden" />
    </main>
  );
}
