import { useTranslations } from "next-intl";
import { Skeleton } from "../primitives/skeleton";

const widths = ["w-56", "w-72", "w-40", "w-64", "w-48", "w-80", "w-52"];

/** The shape of a conversation while its first messages load. */
export function MessagesSkeleton({ isDense }: { isDense: boolean }) {
  const t = useTranslations("chat.conversation");
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div className={`mx-auto flex w-full max-w-4xl flex-col gap-2 pb-6 ${isDense ? "px-4" : "px-3"}`}>
        {widths.map((width, at) => (
          <Skeleton key={width} className={`h-8 max-w-[70%] rounded-xl ${width} ${at % 3 === 1 ? "self-end" : ""}`} />
        ))}
      </div>
      <div className={isDense ? "px-4 pb-3" : "px-2 pb-2 sm:px-3"}>
        <div className={`mx-auto max-w-4xl rounded-xl border ${isDense ? "h-10.5" : "h-13.5"}`} />
      </div>
    </div>
  );
}

/** The shape of the header. */
export function HeaderSkeleton() {
  return (
    <div className="flex items-center gap-2.5 pl-1.5">
      <Skeleton className="size-8 rounded-full" />
      <Skeleton className="h-4 w-36" />
    </div>
  );
}

/** A whole conversation while its screen is still on the way. */
export function PaneSkeleton({ isDense }: { isDense: boolean }) {
  const t = useTranslations("chat.conversation");
  return (
    <section aria-label={t("conversation")} aria-busy className="flex h-full min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <header className={`flex shrink-0 items-center border-b pl-2.5 ${isDense ? "h-13" : "h-14"}`}>
        <HeaderSkeleton />
      </header>
      <MessagesSkeleton isDense={isDense} />
    </section>
  );
}
