"use client";
import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";

interface NewestButtonProps {
  isAtEnd: boolean;
  /** Messages of others that came below what was seen. */
  newCount: number;
  onClick(): void;
}

/** The way down: "3 new messages", or just an arrow when nothing is new. */
export function NewestButton({ isAtEnd, newCount, onClick }: NewestButtonProps) {
  const t = useTranslations("chat.conversation");
  if (isAtEnd) return null;
  const text = newCount === 0 ? null : t("newMessages", { count: newCount });
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={text ? t("newGoToNewest", { text }) : t("goToNewest")}
      data-newest
      className={
        text
          ? "absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent px-3.5 text-dense font-medium text-accent-ink tabular-nums shadow-float hover:bg-accent-hover pointer-coarse:h-11"
          : "absolute right-4 bottom-3 grid size-9 place-items-center rounded-full border bg-raised text-ink-muted shadow-float hover:text-ink pointer-coarse:size-11"
      }
    >
      {text}
      <ArrowDown className="size-4" aria-hidden />
    </button>
  );
}
