"use client";
import { type RefObject, useCallback, useEffect } from "react";
import { isDeskRole } from "@/shared/permissions";
import { useCaseDesk } from "@/ui/case/use-case-desk";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import type { ListHandle } from "@/ui/list/virtual-list";

/** Whoever only passes on the way through the list reads nothing ahead. */
const settleMs = 400;
/** A mouse that rests on a row for so long may be about to press it. */
const restMs = 80;

/** Loads what comes next before it is opened, so that it stands there at once: the conversation after the open one, and the one a mouse rests on. */
export function useReadAhead(list: RefObject<ListHandle | null>, openId: string | null): void {
  const read = useReader();
  useEffect(() => {
    if (openId === null) return;
    let end: () => void = () => undefined;
    const timer = setTimeout(() => {
      const next = list.current?.beside("next");
      if (next) end = read(next);
    }, settleMs);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [read, list, openId]);
  useEffect(() => watchMouse(read), [read]);
}

/** Reads a conversation, and the file of its case, until the answer is called; what is here by then stays for a while. */
function useReader(): (conversationId: string) => () => void {
  const client = useChatClient();
  const desk = useCaseDesk();
  const hasCases = isDeskRole(useViewer().role);
  return useCallback(
    (id) => {
      const thread = client.thread(id);
      const isCase = hasCases && thread.getSnapshot().conversation?.type === "support";
      const ends = [thread, ...(isCase ? [desk.file(id)] : [])].map((one) => one.subscribe(() => undefined));
      return () => {
        for (const end of ends) end();
      };
    },
    [client, desk, hasCases],
  );
}

/** Reads the conversation of the row under the mouse: when it has rested there, or at once when it is pressed. A finger comes only to press. */
function watchMouse(read: (conversationId: string) => () => void): () => void {
  let aimedAt: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end: () => void = () => undefined;
  const leave = () => {
    clearTimeout(timer);
    end();
    end = () => undefined;
    aimedAt = undefined;
  };
  const aim = ({ target, pointerType, type }: PointerEvent) => {
    const row = target instanceof Element ? target.closest<HTMLElement>("a[data-row]") : null;
    const id = row?.dataset.row;
    const isPressed = type === "pointerdown";
    if (pointerType !== "mouse" || (id === aimedAt && !isPressed)) return;
    leave();
    if (id === undefined) return;
    aimedAt = id;
    if (isPressed) end = read(id);
    else timer = setTimeout(() => (end = read(id)), restMs);
  };
  const ending = new AbortController();
  for (const name of ["pointerover", "pointerdown"] as const)
    document.addEventListener(name, aim, { signal: ending.signal, capture: true, passive: true });
  return () => {
    ending.abort();
    leave();
  };
}
