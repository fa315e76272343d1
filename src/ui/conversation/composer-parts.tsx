"use client";
import { Reply, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useLayoutEffect } from "react";
import { limits } from "@/shared/limits";
import { IconButton } from "../primitives/button";

const linesMax = 8;

/** Which message is answered, above the field. */
export function ReplyBar({ author, text, onCancel }: { author: string; text: string; onCancel(): void }) {
  const t = useTranslations("chat.conversation");
  return (
    <div className="flex items-center gap-2 border-b py-1 pr-1 pl-3">
      <Reply className="size-4 shrink-0 text-accent-text" aria-hidden />
      <p className="min-w-0 flex-1 truncate text-dense">
        <span className="sr-only">{t("replyingTo")} </span>
        <span className="font-medium">{author}</span> <span className="text-ink-muted">{text}</span>
      </p>
      <IconButton label={t("cancelReply")} size="small" tooltipSide="top" onClick={onCancel}>
        <X className="size-4" aria-hidden />
      </IconButton>
    </div>
  );
}

/** The count near the limit, or why the text cannot be sent. */
export function ComposerHint({ id, characters, refusal }: { id: string; characters: number; refusal: string | null }) {
  const t = useTranslations("chat.conversation");
  const left = limits.messageCharactersMax - characters;
  const problem = left < 0 ? t("tooLong", { over: -left, max: limits.messageCharactersMax }) : refusal;
  const isNear = characters >= limits.messageCharactersWarn;
  return (
    <p id={id} role={problem ? "alert" : undefined} className="text-right text-small tabular-nums empty:hidden">
      {problem ? (
        <span className="block pt-1 text-danger">{problem}</span>
      ) : (
        isNear && <span className="block pt-1 text-ink-muted">{t("charactersLeft", { count: left })}</span>
      )}
    </p>
  );
}

/** As high as its text, up to eight lines. */
export function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (text === "") {
      // One row, as it is drawn: nothing to measure while a conversation opens.
      Object.assign(element.style, { height: "", overflowY: "hidden" });
      return;
    }
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(element);
    const highest = Number.parseFloat(lineHeight) * linesMax + Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom);
    // The row keeps its height while the field is measured: otherwise the list above would grow for a moment and be scrolled by the browser.
    const row = element.parentElement;
    if (row) row.style.minHeight = `${row.offsetHeight}px`;
    element.style.height = "auto";
    const wanted = element.scrollHeight;
    element.style.height = `${Math.min(wanted, highest)}px`;
    if (row) row.style.minHeight = "";
    element.style.overflowY = wanted > highest ? "auto" : "hidden";
  }, [field, text]);
}
