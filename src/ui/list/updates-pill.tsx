"use client";
import { ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";

/** Says that the order of a list has changed meanwhile, and lets it in. */
export function UpdatesPill({ count, onApply }: { count: number; onApply(): void }) {
  const t = useTranslations("chat.list");
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 -top-3.5 z-10 flex justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={onApply}
          className="pointer-events-auto inline-flex h-7 items-center gap-1 rounded-full bg-ink px-3 text-small font-medium text-surface shadow-float pointer-coarse:h-9"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {t("updates", { count })}
        </button>
      )}
    </div>
  );
}
