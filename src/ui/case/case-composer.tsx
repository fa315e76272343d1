"use client";
import { MessageSquare, StickyNote } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Ref, useImperativeHandle, useRef } from "react";
import { useKeyHint } from "@/ui/commands/use-commands";
import { classNames } from "@/ui/primitives/class-names";
import { tooltip } from "@/ui/primitives/tooltip";
import type { CaseComposerHandle, ReplyPlace } from "./compose-handle";
import type { ComposeMode } from "./draft-keys";
import { NoteComposer } from "./note-composer";
import { ReplyComposer } from "./reply-composer";

interface CaseComposerProps extends ReplyPlace {
  ref: Ref<CaseComposerHandle>;
  mode: ComposeMode;
  onMode(mode: ComposeMode): void;
}

/**
 * Where the desk writes, to the member or for itself. Each has a field of its own with a text of its own, and only one of them stands on the screen: what
 * was written as a note has no way to the member.
 */
export function CaseComposer({ ref, mode, onMode, ...reply }: CaseComposerProps) {
  const t = useTranslations("case");
  const field = useRef<CaseComposerHandle>(null);
  useImperativeHandle(
    ref,
    () => ({
      focus: () => field.current?.focus(),
      send: () => field.current?.send() ?? Promise.resolve(false),
      openReplies: () => field.current?.openReplies(),
      saveReply: () => field.current?.saveReply(),
    }),
    [],
  );
  const { conversation } = reply;
  return (
    <div className="relative shrink-0 px-4 pb-3">
      <div className="mx-auto max-w-4xl">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row in every browser */}
        <div role="group" aria-label={t("compose.what")} className="flex gap-1 pb-1">
          <ModeButton mode="reply" chosen={mode} onMode={onMode} />
          <ModeButton mode="note" chosen={mode} onMode={onMode} />
        </div>
        {mode === "reply" ? (
          <ReplyComposer key={`${conversation.id} reply`} ref={field} {...reply} />
        ) : (
          <NoteComposer key={`${conversation.id} note`} ref={field} conversation={conversation} onLeave={reply.onLeave} />
        )}
      </div>
    </div>
  );
}

function ModeButton({ mode, chosen, onMode }: { mode: ComposeMode; chosen: ComposeMode; onMode(mode: ComposeMode): void }) {
  const t = useTranslations("case");
  const { text, aria } = useKeyHint(mode === "reply" ? "conversation.reply" : "conversation.note");
  const isChosen = mode === chosen;
  const Icon = mode === "reply" ? MessageSquare : StickyNote;
  const label = t(`compose.${mode}`);
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-keyshortcuts={aria}
      onClick={() => onMode(mode)}
      {...(text && tooltip(`${label} (${text})`, "top"))}
      className={classNames(
        "flex h-7 items-center gap-1.5 rounded-md px-2 text-small font-medium pointer-coarse:h-11 pointer-coarse:px-4",
        isChosen
          ? mode === "note"
            ? "bg-warning-tint text-warning"
            : "bg-accent-tint text-accent-text"
          : "text-ink-muted hover:bg-sunken hover:text-ink",
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {label}
    </button>
  );
}
