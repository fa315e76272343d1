"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ConversationState } from "@/shared/apply-event";
import { actorOf, worksAtDesk } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { useThread } from "@/ui/hooks/chat-client-context";
import { IconButton } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";
import { Skeleton } from "@/ui/primitives/skeleton";
import { useDeskParts } from "@/ui/shell/desk-parts";
import { Later } from "@/ui/shell/load-later";
import { ConversationSettings } from "./conversation-settings";
import { GroupCard } from "./group-card";
import { GroupPeople } from "./group-people";
import { PersonCard } from "./person-card";

interface PersonPaneProps {
  conversationId: string;
  onClose(): void;
  /** Opens another conversation, such as one with somebody of the group. */
  onOpen(conversationId: string): void;
  /** The conversation is no longer in the list that is shown: archived or left. */
  onGone(): void;
}

/** Who one talks to, and what one can set about the conversation. */
export function PersonPane({ conversationId, onClose, onOpen, onGone }: PersonPaneProps) {
  const t = useTranslations("chat.person");
  const { conversation, status } = useThread(conversationId);
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface text-ink">
      <header className="flex h-13 shrink-0 items-center justify-between border-b pr-2 pl-4">
        <h2 className="text-body font-semibold">{t("details")}</h2>
        <IconButton label={t("closeDetails")} onClick={onClose}>
          <X className="size-4" aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {conversation ? (
          <Details key={conversationId} conversation={conversation} onOpen={onOpen} onGone={onGone} />
        ) : status === "error" ? (
          <EmptyState title={t("nothing")} />
        ) : (
          <PersonSkeleton />
        )}
      </div>
    </div>
  );
}

function Details({ conversation, onOpen, onGone }: { conversation: ConversationState } & Pick<PersonPaneProps, "onOpen" | "onGone">) {
  const me = useViewer();
  const desk = useDeskParts();
  const { presenceOf } = subjectOf(conversation, me);
  const other = conversation.participants.find(({ id }) => id === presenceOf);
  const { type, memberId, gymId } = conversation;
  const isOfDesk = type === "support" && memberId !== me.id && worksAtDesk(actorOf(me), gymId);
  return (
    <div className="flex flex-col divide-y divide-line">
      {other ? <PersonCard person={other} gymId={gymId} /> : <GroupCard conversation={conversation} />}
      {desk && isOfDesk && <Later part={desk.memberPanel} props={{ conversation }} />}
      {conversation.type !== "direct" && <GroupPeople conversation={conversation} onOpen={onOpen} />}
      <ConversationSettings conversation={conversation} onGone={onGone} />
    </div>
  );
}

function PersonSkeleton() {
  const t = useTranslations("chat.person");
  return (
    <div role="status" className="flex flex-col items-center gap-3 p-6">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="size-18 rounded-full" />
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-3 w-24" />
    </div>
  );
}
