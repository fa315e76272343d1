"use client";
import { CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { explainError } from "@/ui/connect/explain-error";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";
import { tell } from "@/ui/primitives/notices";
import { Skeleton } from "@/ui/primitives/skeleton";

/** What a list looks like while its first page is on the way. */
export function ListSkeleton({ rowHeight }: { rowHeight: number }) {
  const t = useTranslations("chat.list");
  return (
    <div role="status" className="flex-1 overflow-hidden">
      <span className="sr-only">{t("loading")}</span>
      {[72, 54, 88, 60, 78, 50, 66, 82].map((width) => (
        <div key={width} className="flex items-center gap-3 px-3" style={{ height: rowHeight }}>
          <Skeleton className="size-10 shrink-0 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3 w-2/5" />
            <span style={{ width: `${width}%` }}>
              <Skeleton className="h-3" />
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}

/** A list that could not be loaded, and the way to try again. */
export function ListError({ onRetry }: { onRetry(): Promise<void> }) {
  const t = useTranslations("chat.list");
  const common = useTranslations("common");
  return (
    <EmptyState
      isError
      icon={<CloudOff />}
      title={t("loadFailed")}
      description={t("loadFailedHint")}
      action={<Button onClick={() => onRetry().catch((error: unknown) => tell("error", explainError(error)))}>{common("tryAgain")}</Button>}
    />
  );
}
