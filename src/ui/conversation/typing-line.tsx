"use client";
import { useTranslations } from "next-intl";
import type { Participant } from "@/shared/conversations";
import type { Translator } from "@/ui/languages/texts-now";
import { useTyping } from "../hooks/chat-client-context";
import { firstName } from "./conversation-subject";

/** "Anna is typing…", in a line whose room is reserved. */
export function TypingLine({ conversationId, participants }: { conversationId: string; participants: readonly Participant[] }) {
  const t = useTranslations("chat.conversation.typing");
  const somebody = useTranslations("chat.names")("somebody");
  const userIds = useTyping(conversationId);
  const names = userIds.map((id) => firstName(participants.find((one) => one.id === id)?.name ?? somebody));
  return (
    <div aria-live="off" className="flex h-5 shrink-0 items-center gap-1.5 truncate px-4 text-small text-ink-muted">
      {names.length > 0 && (
        <>
          <span aria-hidden className="flex gap-0.5">
            <i className="size-1 animate-breathe rounded-full bg-ink-faint" />
            <i className="size-1 animate-breathe rounded-full bg-ink-faint [animation-delay:200ms]" />
            <i className="size-1 animate-breathe rounded-full bg-ink-faint [animation-delay:400ms]" />
          </span>
          <span data-typing>{typingText(names, t)}</span>
        </>
      )}
    </div>
  );
}

/** `Anna is typing…`, `Anna and Ben are typing…`, `Several people are typing…`. */
export function typingText([first = "", second = "", ...others]: readonly string[], t: Translator<"chat.conversation.typing">): string {
  if (others.length > 0) return t("several");
  return second === "" ? t("one", { name: first }) : t("two", { first, second });
}
