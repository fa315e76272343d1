"use client";
import type { Participant } from "@/shared/conversations";
import { useTyping } from "../hooks/chat-client-context";
import { firstName } from "./conversation-subject";

/** "Anna is typing…", in a line whose room is reserved. */
export function TypingLine({ conversationId, participants }: { conversationId: string; participants: readonly Participant[] }) {
  const userIds = useTyping(conversationId);
  const names = userIds.map((id) => firstName(participants.find((one) => one.id === id)?.name ?? "Somebody"));
  return (
    <div aria-live="off" className="flex h-5 shrink-0 items-center gap-1.5 truncate px-4 text-small text-ink-muted">
      {names.length > 0 && (
        <>
          <span aria-hidden className="flex gap-0.5">
            <i className="size-1 animate-breathe rounded-full bg-ink-faint" />
            <i className="size-1 animate-breathe rounded-full bg-ink-faint [animation-delay:200ms]" />
            <i className="size-1 animate-breathe rounded-full bg-ink-faint [animation-delay:400ms]" />
          </span>
          <span data-typing>{typingText(names)}</span>
        </>
      )}
    </div>
  );
}

/** `Anna is typing…`, `Anna and Ben are typing…`, `Several people are typing…`. */
export function typingText(names: readonly string[]): string {
  if (names.length > 2) return "Several people are typing…";
  return names.length === 2 ? `${names[0]} and ${names[1]} are typing…` : `${names[0]} is typing…`;
}
