"use client";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useReadable } from "@/ui/hooks/use-readable";
import { Badge } from "@/ui/primitives/badge";
import { Button } from "@/ui/primitives/button";
import { fillKnown, missingIn, type ReplyValues } from "./fill-known";
import { matches } from "./match";
import { PickList } from "./pick-list";
import { useCaseDesk } from "./use-case-desk";

interface CannedPanelProps {
  /** Whose replies, beside the viewer's own. */
  gymId: string;
  values: ReplyValues;
  /** Whether something is written that could be kept as a reply. */
  hasText: boolean;
  onPick(content: string): void;
  /** A slash was meant, and no reply. */
  onLiteral(): void;
  onSave(): void;
  onClose(): void;
}

/** The replies that are kept ready, above the field, with how the chosen one would read. */
export function CannedPanel({ gymId, values, hasText, onPick, onLiteral, onSave, onClose }: CannedPanelProps) {
  const t = useTranslations("case");
  const replies = useReadable(useCaseDesk().cannedRepliesOf(gymId));
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = replies?.find(({ id }) => id === activeId);
  const preview = active ? fillKnown(active.content, values) : "";
  const missing = missingIn(preview);
  return (
    <div
      role="dialog"
      aria-label={t("replies.title")}
      className="absolute inset-x-4 bottom-full z-20 mx-auto max-w-4xl rounded-xl border bg-raised p-2 text-ink shadow-float"
    >
      <PickList
        label={t("replies.title")}
        placeholder={t("replies.placeholder")}
        emptyText={replies === null ? t("loading") : replies.length === 0 ? t("replies.none") : t("nothingFound")}
        itemsFor={(query) =>
          (replies ?? [])
            .filter(({ shortcut, content }) => matches(query, `${shortcut} ${content}`))
            .map(({ id, shortcut, content, isShared }) => ({
              id,
              text: (
                <>
                  <span className="font-medium">/{shortcut}</span> <span className="text-ink-muted">{content}</span>
                </>
              ),
              detail: <Badge tone={isShared ? "neutral" : "accent"}>{isShared ? t("replies.shared") : t("replies.own")}</Badge>,
            }))
        }
        onActive={useCallback((id: string | null) => setActiveId(id), [])}
        onPick={(id) => {
          const reply = replies?.find((one) => one.id === id);
          if (reply) onPick(reply.content);
        }}
        onKey={(event, query) => {
          const isEmpty = query === "";
          if (event.key === "Escape" || (event.key === "Backspace" && isEmpty)) {
            event.preventDefault();
            event.stopPropagation();
            onClose();
          } else if (event.key === "/" && isEmpty) {
            event.preventDefault();
            onLiteral();
          }
        }}
      />
      {active && (
        <p data-preview className="mt-2 max-h-28 overflow-y-auto rounded-md bg-sunken px-3 py-2 text-dense whitespace-pre-wrap">
          {preview}
          {missing.length > 0 && (
            <span className="mt-1 block text-small text-warning">{t("reply.missing", { names: missing.join(", ") })}</span>
          )}
        </p>
      )}
      <div className="mt-2 flex justify-end gap-2">
        <Button size="small" variant="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        {hasText && (
          <Button size="small" onClick={onSave}>
            {t("replies.save")}
          </Button>
        )}
      </div>
    </div>
  );
}
