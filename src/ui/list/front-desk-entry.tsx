"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ConversationState } from "@/shared/apply-event";
import { useViewer } from "@/ui/connect/viewer-context";
import { frontDeskFace } from "@/ui/conversation/conversation-subject";
import { useNow } from "@/ui/hooks/use-now";
import { Avatar } from "@/ui/primitives/avatar";
import { ConversationRow } from "./conversation-row";

interface FrontDeskEntryProps {
  /** The conversation with the front desk, if there is one in the inbox. */
  conversation: ConversationState | undefined;
  isChosen: boolean;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
  /** There is none yet: asks what it is about. */
  onStart(): void;
}

/** The first row of a member's list: always the front desk, whether they have written to it or not. */
export function FrontDeskEntry({ conversation, isChosen, hrefOf, onOpen, onStart }: FrontDeskEntryProps) {
  const me = useViewer();
  const now = useNow();
  const t = useTranslations("chat.list");
  const frontDesk = frontDeskFace();
  return (
    <div className="h-19 border-b">
      {conversation ? (
        <ConversationRow
          conversation={conversation}
          me={me}
          mode="member"
          now={now}
          href={hrefOf(conversation.id)}
          isChosen={isChosen}
          onOpen={onOpen}
          tabIndex={0}
          data-row={conversation.id}
        />
      ) : (
        <button
          type="button"
          onClick={onStart}
          className="flex h-full w-full items-center gap-3 px-3 text-left -outline-offset-2 hover:bg-sunken"
        >
          <Avatar person={frontDesk} size={48} />
          <span className="min-w-0 flex-1">
            <span className="block text-reading font-medium">{frontDesk.name}</span>
            <span className="block truncate text-body text-ink-muted">{t("askFrontDesk")}</span>
          </span>
          <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-faint" />
        </button>
      )}
    </div>
  );
}
