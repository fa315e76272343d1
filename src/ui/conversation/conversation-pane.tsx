"use client";
import { Hand, MessageSquareWarning } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import type { ConversationState } from "@/shared/apply-event";
import type { AppErrorShape } from "@/shared/errors";
import type { Me } from "@/shared/people";
import { actorOf, mayTakePart, worksAtDesk } from "@/shared/permissions";
import { explainCode } from "../connect/explain-error";
import { useConnection, useMe, useThread } from "../hooks/chat-client-context";
import { Button } from "../primitives/button";
import { EmptyState } from "../primitives/empty-state";
import { useDeskParts } from "../shell/desk-parts";
import { Later } from "../shell/load-later";
import { Composer, type ComposerHandle } from "./composer";
import { ConnectionPill } from "./connection-pill";
import { ConversationHeader, HeaderBar } from "./conversation-header";
import { HeaderSkeleton, MessagesSkeleton } from "./conversation-skeleton";
import { subjectOf } from "./conversation-subject";
import { MessageList, type MessageListHandle } from "./message-list";
import type { BubbleContent } from "./message-rows";
import { TypingLine } from "./typing-line";
import { unreadAfter } from "./unread-after";

export interface ConversationPaneProps {
  conversationId: string;
  /** `desk` is dense, for a day at a computer; `member` is made for a phone first. */
  mode: "desk" | "member";
  /** Draws a way back to the list, on a phone. */
  onBack?: () => void;
  /** The person or the group in the header was chosen. */
  onShowPerson?: () => void;
}

/** One conversation: its header, its messages and the composer. */
export function ConversationPane(props: ConversationPaneProps) {
  const [attempt, setAttempt] = useState(0);
  // Watching it afresh loads it afresh.
  return <Pane key={`${props.conversationId} ${attempt}`} {...props} onRetry={() => setAttempt((before) => before + 1)} />;
}

function Pane({ conversationId, ...props }: ConversationPaneProps & { onRetry(): void }) {
  const t = useTranslations("chat.conversation");
  return (
    <section
      aria-label={t("conversation")}
      data-conversation={conversationId}
      className="flex h-full min-h-0 min-w-0 flex-1 flex-col bg-surface text-ink"
    >
      <PaneContent conversationId={conversationId} {...props} />
    </section>
  );
}

function PaneContent({ conversationId, mode, onBack, onShowPerson, onRetry }: ConversationPaneProps & { onRetry(): void }) {
  const thread = useThread(conversationId);
  const me = useMe();
  const isDense = mode === "desk";
  const { conversation } = thread;
  const desk = useDeskParts();
  const header =
    conversation && me ? (
      <ConversationHeader conversation={conversation} me={me} isDense={isDense} onBack={onBack} onShowPerson={onShowPerson} />
    ) : (
      <HeaderBar isDense={isDense} onBack={onBack}>
        <div className="flex-1">{thread.status !== "error" && <HeaderSkeleton />}</div>
        <ConnectionPill />
      </HeaderBar>
    );
  if (thread.status === "error") {
    return (
      <>
        {header}
        <LoadFailure error={thread.error} onRetry={onRetry} />
      </>
    );
  }
  const waiting = (
    <>
      {header}
      <MessagesSkeleton isDense={isDense} />
    </>
  );
  if (desk && conversation && me && isCase(conversation, me)) {
    return <Later part={desk.casePane} props={{ thread, conversation, me, onBack, onShowPerson }} fallback={waiting} />;
  }
  if (thread.status === "loading" || !conversation || !me) return waiting;
  return (
    <>
      {header}
      <OpenConversation thread={thread} conversation={conversation} me={me} isDense={isDense} />
    </>
  );
}

/** Whether the viewer answers here for the desk. */
function isCase({ type, gymId, memberId }: ConversationState, me: Me): boolean {
  return type === "support" && memberId !== me.id && worksAtDesk(actorOf(me), gymId);
}

function LoadFailure({ error, onRetry }: { error: AppErrorShape | null; onRetry(): void }) {
  const t = useTranslations("chat.conversation");
  const common = useTranslations("common");
  return (
    <EmptyState
      isError
      icon={<MessageSquareWarning />}
      title={t("loadFailed")}
      description={error ? explainCode(error.code) : t("loadFailedHint")}
      action={(error?.retry ?? true) && <Button onClick={onRetry}>{common("tryAgain")}</Button>}
    />
  );
}

interface OpenConversationProps {
  thread: Thread;
  conversation: ConversationState;
  me: Me;
  isDense: boolean;
}

function OpenConversation({ thread, conversation, me, isDense }: OpenConversationProps) {
  const t = useTranslations("chat");
  const [replyTo, setReplyTo] = useState<{ bubble: BubbleContent; author: string } | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const list = useRef<MessageListHandle>(null);
  const pane = useRef<HTMLDivElement>(null);
  const [unreadAfterSeq] = useState(() => unreadAfter(conversation, me.id));
  const obstacle = useObstacle(conversation, me);
  const focusComposer = useCallback(() => composer.current?.focus(), []);
  useEffect(() => {
    // On a phone the focus would open the keyboard over what one came to read.
    if (window.matchMedia("(pointer: fine)").matches) focusComposer();
  }, [focusComposer]);
  useStrayKeys(pane, focusComposer, () => list.current?.scrollToEnd());

  const reply = (bubble: BubbleContent) => {
    const author =
      bubble.senderId === me.id ? t("names.yourself") : conversation.participants.find((one) => one.id === bubble.senderId)?.name;
    setReplyTo({ bubble, author: author ?? t("names.somebody") });
    focusComposer();
  };
  const isEmpty = thread.messages.length === 0 && thread.outbox.length === 0 && !thread.hasMoreBefore;
  return (
    <div ref={pane} className="flex min-h-0 flex-1 flex-col">
      {isEmpty ? (
        <EmptyState icon={<Hand />} title={t("conversation.empty")} description={t("conversation.emptyHint")} />
      ) : (
        <MessageList
          ref={list}
          thread={thread}
          conversation={conversation}
          me={me}
          isDense={isDense}
          canWrite={obstacle === null}
          unreadAfterSeq={unreadAfterSeq}
          onReply={reply}
          onType={focusComposer}
        />
      )}
      <TypingLine conversationId={conversation.id} participants={conversation.participants} />
      {obstacle ? (
        <p role="status" className="mx-4 mb-3 rounded-xl bg-sunken px-4 py-3 text-center text-body text-ink-muted">
          {obstacle}
        </p>
      ) : (
        <Composer
          ref={composer}
          conversationId={conversation.id}
          title={subjectOf(conversation, me).title}
          isDense={isDense}
          replyTo={replyTo}
          onCancelReply={() => setReplyTo(null)}
          onSent={() => {
            setReplyTo(null);
            list.current?.scrollToEnd();
          }}
        />
      )}
    </div>
  );
}

/** Why the viewer cannot write here, in words; `null` when they can. */
function useObstacle(conversation: ConversationState, me: Me): string | null {
  const t = useTranslations("chat.conversation");
  const { status } = useConnection();
  if (status === "signed-out") return t("signedOut");
  const viewer = conversation.participants.find((one) => one.id === me.id);
  const participates = viewer !== undefined && viewer.leftAt === null;
  if (mayTakePart(actorOf(me), conversation, participates)) return null;
  // Left or removed: what is known of a participant does not say whose doing it was.
  return t(viewer ? "left" : "notPart");
}

/** Keys pressed while nothing has the focus: End leads to the newest message, and a character belongs into the composer. */
function useStrayKeys(pane: React.RefObject<HTMLElement | null>, onType: () => void, onEnd: () => void): void {
  const latest = useRef({ onType, onEnd });
  useEffect(() => {
    latest.current = { onType, onEnd };
  });
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.activeElement !== document.body || !pane.current?.isConnected) return;
      if (event.key === "End") latest.current.onEnd();
      else if (event.key.length === 1 && event.key !== " ") latest.current.onType();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [pane]);
}
