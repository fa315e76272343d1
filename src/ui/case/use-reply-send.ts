"use client";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { whenSent } from "@/client/case-send";
import type { OutboxMessage } from "@/client/chat-client.types";
import { AppError } from "@/shared/errors";
import { explainError } from "@/ui/connect/explain-error";
import { useChatClient, useThread } from "@/ui/hooks/chat-client-context";
import type { ReplyPlace } from "./compose-handle";
import { draftKey } from "./draft-keys";
import { fillKnown, missingIn, type ReplyValues } from "./fill-known";

interface Options extends Pick<ReplyPlace, "conversation" | "guard" | "replyTo" | "onSent" | "onWriting"> {
  text: string;
  setText(text: string): void;
  values: ReplyValues;
}

/** Sends the reply unless something holds it up: a blank to fill in, or messages that its writer has not seen. What the server stops comes back as the draft. */
export function useReplySend(options: Options) {
  const client = useChatClient();
  const t = useTranslations("case");
  const [refusal, setRefusal] = useState<string | null>(null);
  const latest = useRef(options);
  const { id } = options.conversation;
  const { guard } = options;

  const takeBack = useCallback(
    (stopped: readonly OutboxMessage[]) => {
      const { text, setText } = latest.current;
      for (const one of stopped) client.discard(one.id);
      setText([...stopped.map(({ content }) => content), text].filter((one) => one.trim() !== "").join("\n\n"));
      guard.stop();
    },
    [client, guard],
  );
  const stopped = useThread(id).outbox.filter(({ error }) => error?.code === "CONVERSATION_MOVED_ON");
  useEffect(() => {
    latest.current = options;
    // In the tab that one looks at: all tabs show the same outbox and the same draft.
    if (stopped.length > 0 && document.visibilityState === "visible") takeBack(stopped);
  });

  const send = useCallback(async (): Promise<boolean> => {
    const { setText, values, replyTo, onSent, onWriting } = latest.current;
    // What is kept, not what was drawn: two strokes in one turn send one message.
    const text = client.draft(draftKey(id, "reply")).getSnapshot();
    if (text.trim() === "") return true;
    const content = fillKnown(text, values);
    const missing = missingIn(content);
    if (missing.length > 0) {
      setRefusal(t("reply.missing", { names: missing.join(", ") }));
      return false;
    }
    const afterSeq = guard.pass();
    if (afterSeq === null) return false;
    let messageId: string;
    try {
      messageId = client.send(id, content, { replyToId: replyTo?.bubble.id ?? null, afterSeq });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      setRefusal(explainError(error));
      return false;
    }
    client.setTyping(id, false);
    setText("");
    setRefusal(null);
    guard.clear();
    onWriting(false);
    onSent();
    return "sent" in Object(await whenSent(client, id, messageId));
  }, [client, guard, id, t]);
  return { refusal, setRefusal, send };
}
