"use client";
import { AtSign, StickyNote } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { ConversationState } from "@/shared/apply-event";
import { readAppError } from "@/shared/errors";
import { limits } from "@/shared/limits";
import { mentionsIn } from "@/shared/mention-words";
import { countCharacters } from "@/shared/text";
import { explainError } from "@/ui/connect/explain-error";
import { useViewer } from "@/ui/connect/viewer-context";
import { ComposerHint } from "@/ui/conversation/composer-parts";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { useDraft } from "@/ui/conversation/use-draft";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button, IconButton } from "@/ui/primitives/button";
import { ComposeField } from "./compose-field";
import type { CaseComposerHandle } from "./compose-handle";
import { draftKey } from "./draft-keys";
import { MentionPanel } from "./mention-panel";
import { useCaseDesk, useDeskSettings } from "./use-case-desk";

const nothing = () => undefined;

interface NoteComposerProps {
  ref: Ref<CaseComposerHandle>;
  conversation: ConversationState;
  onLeave(): void;
}

/** Where the desk writes for itself. It knows no way to send anything to the member. */
export function NoteComposer({ ref, conversation, onLeave }: NoteComposerProps) {
  const t = useTranslations("case");
  const desk = useCaseDesk();
  const client = useChatClient();
  const staff = useDeskSettings(conversation.gymId)?.staff ?? [];
  const key = draftKey(conversation.id, "note");
  const [text, setText] = useDraft(key);
  const [refusal, setRefusal] = useState<string | null>(null);
  /** Where the name goes that is being looked for. */
  const [mentionAt, setMentionAt] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const { title } = subjectOf(conversation, useViewer());
  const characters = countCharacters(text);
  const canAdd = text.trim() !== "" && characters <= limits.messageCharactersMax;
  useImperativeHandle(
    ref,
    () => ({ focus: () => field.current?.focus(), send: () => Promise.resolve(false), openReplies: nothing, saveReply: nothing }),
    [],
  );

  const add = async () => {
    field.current?.focus();
    // What is kept, not what was drawn: two strokes in one turn write one note.
    const written = client.draft(key).getSnapshot();
    if (!canAdd || written.trim() === "") return;
    setText("");
    setRefusal(null);
    try {
      await desk.addNote(conversation.id, written, mentionsIn(written, staff).slice(0, limits.noteMentionsMax));
    } catch (error) {
      // Of a desk at which its author works no longer nothing is kept.
      if (readAppError(error)?.code === "NOT_A_PARTICIPANT") return;
      // What was written meanwhile stays, behind it.
      const since = client.draft(key).getSnapshot();
      setText(since.trim() === "" ? written : `${written}\n\n${since}`);
      setRefusal(explainError(error));
    }
  };
  const insert = (words: string) => {
    const at = mentionAt ?? text.length;
    // Whoever types on does so here: a key that comes in between would be a command.
    flushSync(() => {
      setMentionAt(null);
      setText(text.slice(0, at) + words + text.slice(at));
    });
    const caret = at + words.length;
    field.current?.focus();
    field.current?.setSelectionRange(caret, caret);
  };
  const openMentions = () => setMentionAt(field.current?.selectionStart ?? text.length);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const caret = event.currentTarget.selectionStart;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void add();
    } else if (event.key === "@" && !/[\p{L}\p{N}]/u.test(text[caret - 1] ?? "")) {
      event.preventDefault();
      openMentions();
    } else if (event.key === "Escape") {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <>
      {mentionAt !== null && <MentionPanel staff={staff} onPick={({ name }) => insert(`@${name} `)} onGiveUp={insert} />}
      <ComposeField
        ref={field}
        isNote
        label={t("compose.noteLabel", { name: title })}
        placeholder={t("compose.notePlaceholder")}
        text={text}
        onChange={(next) => {
          setText(next);
          setRefusal(null);
        }}
        onKeyDown={onKeyDown}
        isInvalid={refusal !== null || characters > limits.messageCharactersMax}
        hintId={hintId}
        above={
          <p className="flex items-center gap-1.5 px-3 pt-1.5 text-small font-medium text-warning">
            <StickyNote aria-hidden className="size-3.5" />
            {t("compose.noteHint", { name: title })}
          </p>
        }
      >
        <IconButton label={t("mention.title")} tooltipSide="top" onClick={openMentions}>
          <AtSign className="size-4" aria-hidden />
        </IconButton>
        <Button disabled={!canAdd} focusableWhenDisabled onPointerDown={(event) => event.preventDefault()} onClick={() => void add()}>
          {t("compose.addNote")}
        </Button>
      </ComposeField>
      <ComposerHint id={hintId} characters={characters} refusal={refusal} />
    </>
  );
}
