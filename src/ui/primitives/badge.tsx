import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type BadgeTone = "neutral" | "accent" | "warning" | "danger";

const tones: Record<BadgeTone, string> = {
  neutral: "bg-sunken text-ink-muted",
  accent: "bg-accent-tint text-accent-text",
  warning: "bg-warning-tint text-warning",
  danger: "bg-danger-tint text-danger",
};

/** A short word about a thing, such as a priority. */
export function Badge({ tone = "neutral", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span className={classNames("inline-flex h-5 max-w-full shrink-0 items-center rounded-md px-1.5 text-tiny font-medium", tones[tone])}>
      <span className="truncate">{children}</span>
    </span>
  );
}

/** How many are unread; nothing for 0, and `99+` from 100 on. `muted` is for conversations that make no sound. */
export function CountBadge({ count, noun, muted = false }: { count: number; noun?: string; muted?: boolean }) {
  const t = useTranslations("chat.list");
  if (count <= 0) return null;
  return (
    <span
      className={classNames(
        "inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 text-tiny font-semibold tabular-nums",
        muted ? "bg-pressed text-ink-muted" : "bg-accent text-accent-ink",
      )}
    >
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {noun ?? t("unread")}</span>
    </span>
  );
}
