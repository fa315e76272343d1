import { useTranslations } from "next-intl";
import { textsNow } from "@/ui/languages/texts-now";
import type { BubbleContent } from "./message-rows";

interface QuotedMessageProps {
  /** The id of the message that is answered. */
  id: string;
  /** `null` while it is not loaded; going there loads it. */
  quoted: BubbleContent | null;
  author: string | null;
  onGoTo(messageId: string): void;
}

/** The message that a bubble answers; a click goes there. */
export function QuotedMessage({ id, quoted, author, onGoTo }: QuotedMessageProps) {
  const t = useTranslations("chat.conversation");
  // Two lines in any case: when the answered message is loaded later, nothing below may move.
  const content = (
    <>
      <span className="block truncate text-small font-medium text-accent-text">{author ?? t("inReplyTo")}</span>
      <span className="block h-4 truncate text-small text-ink-muted">{quoted ? quotedText(quoted) : t("earlierMessage")}</span>
    </>
  );
  const look = "mt-0.5 mb-1 block w-full max-w-full min-w-0 border-l-2 border-accent-text pl-2 text-left";
  return (
    <button type="button" tabIndex={-1} onClick={() => onGoTo(id)} className={`${look} rounded-r-sm hover:bg-pressed`}>
      {content}
    </button>
  );
}

/** The beginning of a message, on one line. */
export function quotedText({ content, message }: Pick<BubbleContent, "content" | "message">): string {
  return message?.deletedAt ? textsNow("chat.conversation")("deletedMessage") : content.slice(0, 200).replace(/\s+/g, " ");
}
