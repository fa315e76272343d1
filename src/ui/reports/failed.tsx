"use client";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { explainError } from "@/ui/connect/explain-error";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";

/** A part that could not be loaded, and a way to try again. */
export function Failed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const t = useTranslations("reports");
  const common = useTranslations("common");
  return (
    <div className="flex min-h-64 rounded-xl border bg-surface">
      <EmptyState
        isError
        icon={<CircleAlert />}
        title={t("failed")}
        description={explainError(error)}
        action={<Button onClick={onRetry}>{common("tryAgain")}</Button>}
      />
    </div>
  );
}
