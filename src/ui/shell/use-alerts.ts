"use client";
import { useEffect, useRef } from "react";
import { type Arrival, watchArrivals } from "@/client/desk-arrivals";
import { useStatus } from "@/ui/connect/use-status";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { textsNow } from "@/ui/languages/texts-now";
import { isWorthTelling } from "./alert-rules";
import { playChime } from "./chime";
import { deskPreferences } from "./desk-preferences";
import { lookAt, lookedAt } from "./looked-at";

const lookEveryMs = 20_000;
const textMax = 140;

/**
 * Tells of messages outside the page: a notification of the system for each conversation, the newest taking the place of the one before, and a sound, as the
 * viewer has set it up. One tab does it for all.
 */
export function useAlerts(openId: string | null, onOpen: (conversationId: string) => void): void {
  const client = useChatClient();
  const me = useViewer();
  const [status] = useStatus();
  const latest = useRef({ me, status, onOpen });
  useEffect(() => {
    latest.current = { me, status, onOpen };
  });
  useLooking(me.id, openId);
  useEffect(() => {
    const shown = new Map<string, { notification: Notification; count: number }>();
    const tell = (arrival: Arrival) => {
      const now = latest.current;
      const { notifies, sounds, quietUntil } = deskPreferences.current();
      if ((!notifies && !sounds) || !client.device.getSnapshot().leads) return;
      const about = { viewerId: now.me.id, lookedAt: lookedAt(now.me.id), now: Date.now(), quietUntil, isBusy: now.status === "busy" };
      if (!isWorthTelling(arrival, about)) return;
      if (sounds) playChime();
      const { id } = arrival.conversation;
      if (!notifies || document.hasFocus() || typeof Notification === "undefined" || Notification.permission !== "granted") return;
      const count = (shown.get(id)?.count ?? 0) + 1;
      const name = subjectOf(arrival.conversation, now.me).title;
      const title = count > 1 ? `${name} · ${textsNow("frame.alerts")("more", { count })}` : name;
      const notification = new Notification(title, { body: arrival.message.content.slice(0, textMax), tag: id, silent: true });
      shown.set(id, { notification, count });
      notification.onclick = () => {
        window.focus();
        latest.current.onOpen(id);
      };
    };
    const endWatch = watchArrivals(client, tell);
    const clear = () => {
      for (const { notification } of shown.values()) notification.close();
      shown.clear();
    };
    window.addEventListener("focus", clear);
    return () => {
      endWatch();
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
