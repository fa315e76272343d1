"use client";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, Ref } from "react";
import { MessageRowView, type RowSurroundings } from "./message-row-view";
import type { MessageRow } from "./message-rows";
import type { MessageVirtualizer } from "./use-message-scroll";

interface MessageFeedProps {
  ref: Ref<HTMLDivElement>;
  rows: readonly MessageRow[];
  virtualizer: MessageVirtualizer;
  surroundings: RowSurroundings;
  /** Older messages are on their way. */
  isBusy: boolean;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  onFocusMessage(key: string): void;
}

/** The rows that are drawn now, each where the virtualizer wants it. */
export function MessageFeed({ ref, rows, virtualizer, surroundings, isBusy, onKeyDown, onFocusMessage }: MessageFeedProps) {
  const t = useTranslations("chat.conversation");
  return (
    <div
      ref={ref}
      role="feed"
      aria-label={t("messages")}
      aria-busy={isBusy}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const key = target.closest<HTMLElement>("[data-message]")?.dataset.message;
        if (key) onFocusMessage(key);
      }}
    >
      {virtualizer.getVirtualItems().map(({ key, index, start }) => {
        const row = rows[index];
        return (
          row && (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={`absolute top-0 ${surroundings.isDense ? "inset-x-4" : "inset-x-3"}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <MessageRowView row={row} surroundings={surroundings} />
            </div>
          )
        );
      })}
    </div>
  );
}
