"use client";
import { useEffect, useRef } from "react";
import { type Arrival, watchArrivals } from "@/client/desk-arrivals";
import { type MentionArrival, watchMentions } from "@/client/mention-arrivals";
import type { ConversationState } from "@/shared/apply-event";
import { useStatus } from "@/ui/connect/use-status";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { caseGymName } from "@/ui/gyms/case-gym-name";
import { useGymNames } from "@/ui/gyms/use-desk-gyms";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { textsNow } from "@/ui/languages/texts-now";
import { isWorthTelling, wantsQuiet } from "./alert-rules";
import { playChime } from "./chime";
import { deskPreferences } from "./desk-preferences";
import { lookAt, lookedAt } from "./looked-at";

const lookEveryMs = 20_000;
const textMax = 140;

/**
 * Tells of messages, and of notes that name the viewer, outside the page: a notification of the system for each conversation, the newest taking the place of the one before, and a sound, as the
 * viewer has set it up. One tab does it for all.
 */
export function useAlerts(openId: string | null, onOpen: (conversationId: string) => void): void {
  const client = useChatClient();
  const me = useViewer();
  const [status] = useStatus();
  const gymNames = useGymNames();
  const latest = useRef({ me, status, gymNames, onOpen });
  useEffect(() => {
    latest.current = { me, status, gymNames, onOpen };
  });
  useLooking(me.id, openId);
  useEffect(() => {
    const shown = new Map<string, { notification: Notification; count: number }>();
    const about = () => {
      const { me: viewer, status: shows } = latest.current;
      const { quietUntil } = deskPreferences.current();
      return { viewerId: viewer.id, lookedAt: lookedAt(viewer.id), now: Date.now(), quietUntil, isBusy: shows === "busy" };
    };
    const tell = (conversationId: string, titleOf: (count: number) => string, body: string) => {
      const { notifies, sounds } = deskPreferences.current();
      if (sounds) playChime();
      if (!notifies || document.hasFocus() || typeof Notification === "undefined" || Notification.permission !== "granted") return;
      const count = (shown.get(conversationId)?.count ?? 0) + 1;
      const notification = new Notification(titleOf(count), { body: body.slice(0, textMax), tag: conversationId, silent: true });
      shown.set(conversationId, { notification, count });
      notification.onclick = () => {
        window.focus();
        latest.current.onOpen(conversationId);
      };
    };
    /** Whom it is about, and at whose desk where there are several. */
    const nameOf = (conversation: ConversationState) => {
      const { me: viewer, gymNames: names } = latest.current;
      const gym = caseGymName(conversation, viewer.id, names);
      const { title } = subjectOf(conversation, viewer);
      return gym === undefined ? title : `${title} · ${gym}`;
    };
    const tellMessage = (arrival: Arrival) => {
      if (!client.device.getSnapshot().leads || !isWorthTelling(arrival, about())) return;
      const name = nameOf(arrival.conversation);
      const titleOf = (count: number) => (count > 1 ? `${name} · ${textsNow("frame.alerts")("more", { count })}` : name);
      tell(arrival.conversation.id, titleOf, arrival.message.content);
    };
    const tellMention = ({ note, conversation }: MentionArrival) => {
      if (!client.device.getSnapshot().leads || wantsQuiet(note.conversationId, about())) return;
      const name = conversation ? nameOf(conversation) : null;
      const says = textsNow("frame.alerts")("mentioned");
      tell(note.conversationId, () => (name ? `${name} · ${says}` : says), note.content);
    };
    const endWatch = watchArrivals(client, tellMessage);
    const endMentions = watchMentions(client, tellMention);
    const clear = () => {
      for (const { notification } of shown.values()) notification.close();
      shown.clear();
    };
    window.addEventListener("focus", clear);
    return () => {
      endWatch();
      endMentions();
      clear();
      window.removeEventListener("focus", clear);
    };
  }, [client]);
}

/** Says to the other windows what is read here, as long as this one has the focus. */
function useLooking(userId: string, openId: string | null): void {
  useEffect(() => {
    const look = () => document.hasFocus() && lookAt(userId, openId);
    const leave = () => lookAt(userId, null);
    look();
    const timer = setInterval(look, lookEveryMs);
    window.addEventListener("focus", look);
    window.addEventListener("blur", leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", leave);
      if (document.hasFocus()) leave();
    };
  }, [userId, openId]);
}
