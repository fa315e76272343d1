"use client";
import { Hand } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Me } from "@/shared/people";
import { MessagesSkeleton } from "@/ui/conversation/conversation-skeleton";
import { MessageList, type MessageListHandle } from "@/ui/conversation/message-list";
import type { BubbleContent } from "@/ui/conversation/message-rows";
import { TypingLine } from "@/ui/conversation/typing-line";
import { unreadAfter } from "@/ui/conversation/unread-after";
import { EmptyState } from "@/ui/primitives/empty-state";
import { CaseComposer } from "./case-composer";
import { CaseDialogs, type CaseQuestion } from "./case-dialogs";
import { CaseHeader } from "./case-header";
import type { CaseComposerHandle } from "./compose-handle";
import type { ComposeMode } from "./draft-keys";
import { NoteAnnouncer } from "./note-announcer";
import { useCaseActions } from "./use-case-actions";
import { useCaseCommands } from "./use-case-commands";
import { useCaseDesk, useCaseFile } from "./use-case-desk";
import { useCaseExtras } from "./use-case-extras";
import { useNames } from "./use-names";
import { usePresenceHere } from "./use-presence-here";
import { useSeenMentions } from "./use-seen-mentions";
import { useSendGuard } from "./use-send-guard";

export interface CasePaneProps {
  thread: Thread;
  conversation: ConversationState;
  me: Me;
  onBack?: () => void;
  onShowPerson?: () => void;
}

/** A member's conversation as the desk works on it: the case above, notes among the messages, and a field for either. */
export function CasePane({ thread, conversation, me, onBack, onShowPerson }: CasePaneProps) {
  const t = useTranslations("case");
  const { id } = conversation;
  const file = useCaseFile(id);
  const [question, setQuestion] = useState<CaseQuestion | null>(null);
  const [mode, setMode] = useState<ComposeMode>("reply");
  const [replyTo, setReplyTo] = useState<{ bubble: BubbleContent; author: string } | null>(null);
  const [unreadAfterSeq] = useState(() => unreadAfter(conversation, me.id));
  const composer = useRef<CaseComposerHandle>(null);
  const list = useRef<MessageListHandle>(null);
  const pane = useRef<HTMLDivElement>(null);
  const nameOf = useNames(conversation);
  const guard = useSendGuard(thread, conversation, me.id);
  const extras = useCaseExtras(conversation, thread, file);
  const onWriting = usePresenceHere(id);
  useSeenMentions(id, file.notes);
  const send = useCallback(() => composer.current?.send() ?? Promise.resolve(false), []);
  const actions = useCaseActions({ conversation, current: file.case, send });
  const then = useRef<((handle: CaseComposerHandle) => void) | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    // After the field of the mode stands.
    if (turn === 0 || !composer.current) return;
    composer.current.focus();
    then.current?.(composer.current);
    then.current = null;
  }, [turn]);
  const onMode = (next: ComposeMode, and?: (handle: CaseComposerHandle) => void) => {
    then.current = and ?? null;
    setMode(next);
    setTurn((before) => before + 1);
  };
  useReadReplies(conversation.gymId);
  useCaseCommands({
    current: file.case,
    gymId: conversation.gymId,
    mode,
    hasEarlier: file.earlier.some((one) => one.mergedInto === null),
    actions,
    composer,
    onAsk: setQuestion,
    onMode,
  });
  useScrollToHeld(guard.newer !== null, list);

  const reply = (bubble: BubbleContent) => {
    setReplyTo({ bubble, author: bubble.senderId === me.id ? t("yourself") : nameOf(bubble.senderId) });
    onMode("reply");
  };
  const isEmpty = thread.messages.length === 0 && thread.outbox.length === 0 && extras.rows.length === 0;
  return (
    <>
      <CaseHeader conversation={conversation} me={me} file={file} onBack={onBack} onShowPerson={onShowPerson} />
      <div ref={pane} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {thread.status === "loading" ? (
          <MessagesSkeleton isDense />
        ) : isEmpty ? (
          <EmptyState icon={<Hand />} title={t("empty.title")} description={t("empty.hint")} />
        ) : (
          <MessageList
            ref={list}
            thread={thread}
            conversation={conversation}
            me={me}
            isDense
            canWrite
            unreadAfterSeq={unreadAfterSeq}
            extras={extras}
            onReply={reply}
            onSeen={guard.onSeen}
          />
        )}
        <TypingLine conversationId={id} participants={conversation.participants} />
        <CaseComposer
          ref={composer}
          conversation={conversation}
          mode={mode}
          onMode={onMode}
          guard={guard}
          replyTo={replyTo}
          onCancelReply={() => setReplyTo(null)}
          onSent={() => {
            setReplyTo(null);
            list.current?.scrollToEnd();
          }}
          onLeave={() => pane.current?.focus()}
          isListAtEnd={() => list.current?.isAtEnd() ?? true}
          onWriting={onWriting}
        />
      </div>
      <NoteAnnouncer notes={file.notes} viewerId={me.id} nameOf={nameOf} />
      {file.case && (
        <CaseDialogs
          question={question}
          onClose={() => setQuestion(null)}
          current={file.case}
          gymId={conversation.gymId}
          earlier={file.earlier}
          actions={actions}
        />
      )}
    </>
  );
}

/** Whoever answers quickly types `/`, a word and Enter before anything that is asked for then could be here. */
function useReadReplies(gymId: string): void {
  const desk = useCaseDesk();
  useEffect(() => desk.cannedRepliesOf(gymId).subscribe(() => undefined), [desk, gymId]);
}

/** What holds a text up is shown. */
function useScrollToHeld(isHeld: boolean, list: React.RefObject<MessageListHandle | null>): void {
  useEffect(() => {
    if (isHeld) list.current?.scrollToEnd();
  }, [isHeld, list]);
}
