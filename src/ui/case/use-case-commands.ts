"use client";
import { useTranslations } from "next-intl";
import type { Case } from "@/shared/support";
import type { Command } from "@/ui/commands/command";
import { useCommands } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import type { CaseQuestion } from "./case-dialogs";
import type { CaseComposerHandle } from "./compose-handle";
import type { ComposeMode } from "./draft-keys";
import type { CaseActions } from "./use-case-actions";
import { useDeskSettings } from "./use-case-desk";

interface Options {
  current: Case | null;
  /** Whose desk it is. */
  gymId: string;
  mode: ComposeMode;
  hasEarlier: boolean;
  actions: CaseActions;
  composer: React.RefObject<CaseComposerHandle | null>;
  onAsk(question: CaseQuestion): void;
  /** Writes a reply or a note from now on, with the focus in its field. */
  onMode(mode: ComposeMode, then?: (composer: CaseComposerHandle) => void): void;
}

/** Everything that can be done about the case that is open, for keys, palette and buttons. */
export function useCaseCommands(options: Options): void {
  const t = useTranslations("case");
  const me = useViewer();
  const settings = useDeskSettings(options.gymId);
  const { current, mode, hasEarlier, actions, onAsk, onMode, composer } = options;
  const isOpen = current !== null && current.status !== "resolved";
  const needsTopic = settings?.requiresTopic === true && current?.topic == null;
  const of = (id: string, command: Omit<Command, "id" | "title" | "group">): Command => ({
    id: `case.${id}`,
    title: t(`command.${id}` as "command.assign"),
    group: "case",
    ...command,
  });
  useCommands([
    of("assign-me", { keys: ["i"], isEnabled: current !== null && current.assigneeId !== me.id, run: () => void actions.assign(me.id) }),
    of("assign", { keys: ["a"], isEnabled: current !== null, run: () => onAsk("assign") }),
    of("unassign", { isEnabled: current !== null && current.assigneeId !== null, run: () => void actions.assign(null) }),
    of("resolve", { keys: ["e"], isEnabled: isOpen, run: () => (needsTopic ? onAsk("resolve") : void actions.resolve()) }),
    of("send-resolve", {
      keys: ["Mod+Shift+Enter"],
      // A note is added with Enter; nothing that sends stands beside it.
      isEnabled: isOpen && mode === "reply",
      run: () => (needsTopic ? onAsk("resolve-next") : void actions.sendAndResolve()),
    }),
    of("snooze", { keys: ["s"], isEnabled: isOpen, run: () => onAsk("snooze") }),
    of("reopen", { isEnabled: current !== null && current.status !== "open", run: () => void actions.setStatus("open") }),
    of("pending", { isEnabled: isOpen && current.status !== "pending", run: () => void actions.setStatus("pending") }),
    of("labels", { keys: ["l"], isEnabled: current !== null, run: () => onAsk("labels") }),
    of("priority", { keys: ["p"], isEnabled: current !== null, run: () => onAsk("priority") }),
    of("topic", { keys: ["t"], isEnabled: current !== null, run: () => onAsk("topic") }),
    of("merge", { isEnabled: isOpen && hasEarlier, run: () => onAsk("merge") }),
    { id: "conversation.reply", title: t("command.reply"), group: "conversation", keys: ["r"], run: () => onMode("reply") },
    { id: "conversation.note", title: t("command.note"), group: "conversation", keys: ["n"], run: () => onMode("note") },
    {
      id: "conversation.canned-reply",
      title: t("command.canned-reply"),
      group: "conversation",
      run: () => onMode("reply", (field) => field.openReplies()),
    },
    {
      id: "conversation.save-reply",
      title: t("command.save-reply"),
      group: "conversation",
      run: () => composer.current?.saveReply(),
    },
  ]);
}
