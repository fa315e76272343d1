"use client";
import { useEffect, useRef } from "react";
import { baseOf } from "@/client/client-base";
import type { DeskView } from "@/shared/support";
import { runCommand } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";

/** Whoever gives the open case to somebody else goes on to the next one, where the list has only their own or nobody's. */
export function useAssignAway(openId: string | null, view: DeskView): void {
  const client = useChatClient();
  const { id: viewerId } = useViewer();
  const latest = useRef({ openId, view, viewerId });
  useEffect(() => {
    latest.current = { openId, view, viewerId };
  });
  useEffect(
    () =>
      baseOf(client).desk.follow({
        onListening: () => undefined,
        onEvents(events) {
          const now = latest.current;
          if (now.view !== "mine" && now.view !== "unassigned") return;
          const isGivenAway = events.some((event) => {
            if (event.type !== "timeline" || event.conversationId !== now.openId || event.entry.actorId !== now.viewerId) return false;
            return event.entry.kind === "assigned" && event.entry.to !== null && event.entry.to !== now.viewerId;
          });
          if (isGivenAway) runCommand("list.advance");
        },
      }),
    [client],
  );
}
