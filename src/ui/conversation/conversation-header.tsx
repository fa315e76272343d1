"use client";
import { ChevronLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Me } from "@/shared/people";
import type { Presence } from "@/shared/presence";
import { type Translator, textsNow } from "@/ui/languages/texts-now";
import { useConnection, usePresence } from "../hooks/chat-client-context";
import type { Times } from "../hooks/format-time";
import { useNow } from "../hooks/use-now";
import { useTimes } from "../hooks/use-times";
import { Avatar } from "../primitives/avatar";
import { IconButton } from "../primitives/button";
import { classNames } from "../primitives/class-names";
import { ConnectionPill } from "./connection-pill";
import { subjectOf } from "./conversation-subject";

interface ConversationHeaderProps {
  conversation: ConversationState;
  me: Me;
  isDense: boolean;
  onBack?: () => void;
  onShowPerson?: () => void;
  /** Where they are, before whether they are here. */
  about?: string;
  /** What stands between the name and the state of the connection. */
  beside?: ReactNode;
}

/** Whom one talks to, whether they are here, and how the connection stands. */
export function ConversationHeader({ conversation, me, isDense, onBack, onShowPerson, about, beside }: ConversationHeaderProps) {
  const t = useTranslations("chat.conversation");
  const subject = subjectOf(conversation, me);
  const presence = usePresence(subject.presenceOf);
  const isCurrent = useConnection().status !== "offline";
  const status = subject.presenceOf === null || !isCurrent ? undefined : presence.status;
  const content = (
    <>
      <Avatar person={subject.person} size={isDense ? 32 : 36} status={status} />
      <span className="min-w-0 text-left">
        <span className={classNames("block truncate font-semibold", isDense ? "text-body" : "text-reading leading-5")}>
          {subject.title}
        </span>
        <span className="block h-4 truncate text-small text-ink-muted">
          {about && `${about} · `}
          {subject.presenceOf === null ? (
            aboutText(conversation, me, t)
          ) : isCurrent ? (
            <PresenceText presence={presence} />
          ) : (
            t("waitingForConnection")
          )}
        </span>
      </span>
    </>
  );
  return (
    <HeaderBar onBack={onBack} isDense={isDense}>
      <h2 className="min-w-0 flex-1">
        {onShowPerson ? (
          <button
            type="button"
            onClick={onShowPerson}
            title={t("showDetails")}
            className="flex min-h-11 max-w-full items-center gap-2.5 rounded-lg py-1 pr-2.5 pl-1.5 hover:bg-sunken"
          >
            {content}
          </button>
        ) : (
          <span className="flex min-h-11 items-center gap-2.5 py-1 pl-1.5">{content}</span>
        )}
      </h2>
      {beside}
      <ConnectionPill />
    </HeaderBar>
  );
}

/** The bar itself, also while the conversation is still loading. */
export function HeaderBar({ onBack, isDense, children }: { onBack?: () => void; isDense: boolean; children: ReactNode }) {
  const t = useTranslations("chat.conversation");
  return (
    <header
      className={classNames(
        "flex shrink-0 items-center gap-1 border-b bg-surface pr-3",
        isDense ? "h-13" : "h-14",
        onBack ? "pl-1" : "pl-2.5",
      )}
    >
      {onBack && (
        <IconButton label={t("back")} size="large" onClick={onBack}>
          <ChevronLeft className="size-6" aria-hidden />
        </IconButton>
      )}
      {children}
    </header>
  );
}

function PresenceText({ presence }: { presence: Presence }) {
  const now = useNow();
  return presenceText(presence, now, useTimes());
}

/** `online`, `away`, `busy`, `last seen 5 min ago`. `now` is epoch ms. */
export function presenceText({ status, lastSeenAt }: Presence, now: number, times: Times): string {
  if (status !== "offline" || !lastSeenAt) return textsNow("common.presence")(status);
  return textsNow("chat.conversation")("lastSeen", { ago: times.ago(lastSeenAt, now) });
}

function aboutText({ type, participants }: ConversationState, me: Me, t: Translator<"chat.conversation">): string {
  if (type === "support") return me.gym.name;
  const count = participants.filter((one) => one.leftAt === null).length;
  return t("participants", { count });
}
