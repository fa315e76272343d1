"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Participant } from "@/shared/conversations";
import type { Message } from "@/shared/messages";

interface MessageAnnouncerProps {
  messages: readonly Message[];
  participants: readonly Participant[];
  viewerId: string;
}

const keptMax = 5;

/** Reads new messages of others to a screen reader. The list itself stays silent: it would read the history as it is scrolled in. */
export function MessageAnnouncer({ messages, participants, viewerId }: MessageAnnouncerProps) {
  const t = useTranslations("chat.conversation");
  const names = useTranslations("chat.names");
  const [announced, setAnnounced] = useState<readonly Message[]>([]);
  const toldSeq = useRef(messages.at(-1)?.seq ?? 0);
  useEffect(() => {
    const fresh = messages.filter((one) => one.seq > toldSeq.current && one.senderId !== viewerId);
    toldSeq.current = Math.max(toldSeq.current, messages.at(-1)?.seq ?? 0);
    if (fresh.length > 0) setAnnounced((before) => [...before, ...fresh].slice(-keptMax));
  }, [messages, viewerId]);
  return (
    <div role="log" aria-live="polite" aria-relevant="additions" aria-label={t("announcements")} className="sr-only">
      {announced.map((message) => (
        <p key={message.id}>
          {t("announced", {
            name: participants.find((one) => one.id === message.senderId)?.name ?? names("somebody"),
            text: message.content,
          })}
        </p>
      ))}
    </div>
  );
}
