"use client";
import { SendHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { AppError } from "@/shared/errors";
import { limits } from "@/shared/limits";
import { countCharacters } from "@/shared/text";
import { explainError } from "../connect/explain-error";
import { useChatClient } from "../hooks/chat-client-context";
import { IconButton } from "../primitives/button";
import { classNames } from "../primitives/class-names";
import { ComposerHint, ReplyBar, useGrowing } from "./composer-parts";
import type { BubbleContent } from "./message-rows";
import { quotedText } from "./quoted-message";
import { useDraft } from "./use-draft";

export interface ComposerHandle {
  focus(): void;
}

interface ComposerProps {
  ref?: Ref<ComposerHandle>;
  conversationId: string;
  /** Whom one writes to, for the placeholder. */
  title: string;
  isDense: boolean;
  replyTo: { bubble: BubbleContent; author: string } | null;
  onCancelReply(): void;
  onSent(): void;
}

/** Where one writes. Enter sends, Shift+Enter makes a line, Escape gives up a reply; the text is kept until it is sent. */
export function Composer({ ref, conversationId, title, isDense, replyTo, onCancelReply, onSent }: ComposerProps) {
  const t = useTranslations("chat.conversation");
  const client = useChatClient();
  const [text, setText] = useDraft(conversationId);
  const [refusal, setRefusal] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), []);
  useGrowing(field, text);
  useEffect(() => () => client.setTyping(conversationId, false), [client, conversationId]);

  const characters = countCharacters(text);
  const isTooLong = characters > limits.messageCharactersMax;
  const canSend = text.trim() !== "" && !isTooLong;

  const change = (next: string) => {
    setText(next);
    setRefusal(null);
    client.setTyping(conversationId, next.trim() !== "");
  };
  const send = () => {
    field.current?.focus();
    if (!canSend) return;
    try {
      client.send(conversationId, text, { replyToId: replyTo?.bubble.id ?? null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      setRefusal(explainError(error));
      return;
    }
    client.setTyping(conversationId, false);
    setText("");
    setRefusal(null);
    onSent();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter and Escape belong to it. Safari says so by key code 229 only.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && replyTo) {
      event.preventDefault();
      onCancelReply();
    }
  };

  return (
    <div className={classNames("shrink-0", isDense ? "px-4 pb-3" : "px-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-3")}>
      <div className="mx-auto max-w-4xl">
        <div
          className={classNames(
            "rounded-xl border bg-surface transition-colors",
            isTooLong || refusal ? "border-danger" : "border-control focus-within:border-accent-text",
          )}
        >
          {replyTo && <ReplyBar author={replyTo.author} text={quotedText(replyTo.bubble)} onCancel={onCancelReply} />}
          <div className="flex items-end gap-1 p-1">
            <textarea
              ref={field}
              rows={1}
              dir="auto"
              value={text}
              onChange={(event) => change(event.target.value)}
              onKeyDown={onKeyDown}
              onBlur={() => client.setTyping(conversationId, false)}
              aria-label={t("messageTo", { name: title })}
              aria-invalid={isTooLong || refusal !== null}
              aria-describedby={hintId}
              placeholder={t("placeholder", { name: title })}
              enterKeyHint="send"
              autoComplete="off"
              className={classNames(
                "max-h-[min(13rem,40dvh)] min-w-0 flex-1 resize-none bg-transparent px-2.5 text-ink outline-none placeholder:overflow-hidden placeholder:text-ink-faint placeholder:text-ellipsis placeholder:whitespace-nowrap",
                isDense ? "py-1.5 text-body pointer-coarse:py-2.5 pointer-coarse:text-reading" : "py-2.5 text-reading",
              )}
            />
            <IconButton
              label={t("send")}
              variant={canSend ? "primary" : "quiet"}
              size={isDense ? "medium" : "large"}
              disabled={!canSend}
              focusableWhenDisabled
              tooltipSide="top"
              // The keyboard of a phone stays open.
              onPointerDown={(event) => event.preventDefault()}
              onClick={send}
            >
              <SendHorizontal className={isDense ? "size-4" : "size-5"} aria-hidden />
            </IconButton>
          </div>
        </div>
        <ComposerHint id={hintId} characters={characters} refusal={refusal} />
      </div>
    </div>
  );
}
