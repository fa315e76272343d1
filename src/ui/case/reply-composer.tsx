"use client";
import { CheckCheck, MessageSquareQuote, SendHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { limits } from "@/shared/limits";
import { countCharacters } from "@/shared/text";
import { CommandButton } from "@/ui/commands/command-button";
import { useViewer } from "@/ui/connect/viewer-context";
import { ComposerHint, ReplyBar } from "@/ui/conversation/composer-parts";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { quotedText } from "@/ui/conversation/quoted-message";
import { useDraft } from "@/ui/conversation/use-draft";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { IconButton } from "@/ui/primitives/button";
import { useMediaQuery } from "@/ui/shell/use-media-query";
import { CannedPanel } from "./canned-panel";
import { ComposeField } from "./compose-field";
import type { CaseComposerHandle, ReplyPlace } from "./compose-handle";
import { draftKey } from "./draft-keys";
import { fillKnown, replyValues } from "./fill-known";
import { MovedOn } from "./moved-on";
import { SaveReplyDialog } from "./save-reply-dialog";
import { useReplySend } from "./use-reply-send";

interface ReplyComposerProps extends ReplyPlace {
  ref: Ref<CaseComposerHandle>;
}

/** Where the desk answers the member. */
export function ReplyComposer(props: ReplyComposerProps) {
  const { ref, conversation, guard, replyTo, onCancelReply, isListAtEnd, onWriting, onLeave } = props;
  const t = useTranslations("case");
  const client = useChatClient();
  const me = useViewer();
  const { id } = conversation;
  const { title } = subjectOf(conversation, me);
  const [text, setText] = useDraft(draftKey(id, "reply"));
  const [open, setOpen] = useState<"replies" | "save" | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  // Where nobody has a keyboard before them, nobody types "/", and there is no room to say so.
  const hasKeys = useMediaQuery("(pointer: fine)");
  const hintId = useId();
  const values = replyValues(conversation, me, useDeskGym(conversation.gymId));
  const { refusal, setRefusal, send } = useReplySend({ ...props, text, setText, values });
  useImperativeHandle(
    ref,
    () => ({
      focus: () => field.current?.focus(),
      send,
      openReplies: () => setOpen("replies"),
      saveReply: () => setOpen("save"),
    }),
    [send],
  );
  useEffect(() => () => client.setTyping(id, false), [client, id]);

  const change = (next: string) => {
    if (text === "" && next === "/" && open === null) {
      setOpen("replies");
      return;
    }
    if (text.trim() === "" && next.trim() !== "") guard.begin(isListAtEnd());
    if (next.trim() === "") guard.clear();
    setText(next);
    setRefusal(null);
    client.setTyping(id, next.trim() !== "");
    onWriting(next.trim() !== "");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (replyTo) onCancelReply();
      else onLeave();
    }
  };
  const close = () => {
    setOpen(null);
    field.current?.focus();
  };
  const characters = countCharacters(text);
  const isInvalid = refusal !== null || characters > limits.messageCharactersMax;
  const canSend = text.trim() !== "" && characters <= limits.messageCharactersMax;
  return (
    <>
      {guard.newer && <MovedOn newer={guard.newer} conversation={conversation} />}
      {open === "replies" && (
        <CannedPanel
          gymId={conversation.gymId}
          values={values}
          hasText={text.trim() !== ""}
          onPick={(content) => {
            const filled = fillKnown(content, values);
            change(text.trim() === "" ? filled : `${text.trimEnd()} ${filled}`);
            close();
          }}
          onLiteral={() => {
            setText(`${text}/`);
            close();
          }}
          onSave={() => setOpen("save")}
          onClose={close}
        />
      )}
      {open === "save" && <SaveReplyDialog content={text} onClose={close} />}
      <ComposeField
        ref={field}
        isNote={false}
        label={t("compose.replyLabel", { name: title })}
        placeholder={t(hasKeys ? "compose.replyPlaceholder" : "compose.replyLabel", { name: title })}
        text={text}
        onChange={change}
        onKeyDown={onKeyDown}
        onBlur={() => client.setTyping(id, false)}
        isInvalid={isInvalid}
        hintId={hintId}
        above={replyTo && <ReplyBar author={replyTo.author} text={quotedText(replyTo.bubble)} onCancel={onCancelReply} />}
      >
        <CommandButton command="conversation.canned-reply" tooltipSide="top">
          <MessageSquareQuote className="size-4" aria-hidden />
        </CommandButton>
        <CommandButton command="case.send-resolve" tooltipSide="top" disabled={!canSend}>
          <CheckCheck className="size-4" aria-hidden />
        </CommandButton>
        <IconButton
          label={guard.newer ? t("compose.sendAnyway") : t("compose.send")}
          variant={canSend ? "primary" : "quiet"}
          disabled={!canSend}
          focusableWhenDisabled
          tooltipSide="top"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => void send()}
        >
          <SendHorizontal className="size-4" aria-hidden />
        </IconButton>
      </ComposeField>
      <ComposerHint id={hintId} characters={characters} refusal={refusal} />
    </>
  );
}
