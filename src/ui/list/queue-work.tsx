"use client";
import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import type { BulkAction } from "@/shared/bulk";
import { useDirectoryNow } from "@/ui/case/use-case-desk";
import type { Command } from "@/ui/commands/command";
import { runCommand, useCommands } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Later, loadLater } from "@/ui/shell/load-later";
import { BulkBar } from "./bulk-bar";
import type { QueueSource } from "./queue-source";
import { rememberFocus } from "./regain-focus";
import { useAssignAway } from "./use-assign-away";
import { useBulkRun } from "./use-bulk-run";
import type { QueueSelection } from "./use-queue-selection";
import { useWorkTarget, type WorkTarget } from "./use-work-target";
import type { ListHandle } from "./virtual-list";
import type { WorkQuestion } from "./work-dialog";
import { useAim } from "./work-target";

const workDialog = loadLater(() => import("./work-dialog").then((part) => part.WorkDialog));
const failuresDialog = loadLater(() => import("./failures-dialog").then((part) => part.FailuresDialog));

interface QueueWorkProps {
  source: QueueSource;
  list: QueueSelection;
  handle: RefObject<ListHandle | null>;
  openId: string | null;
}

/** What is done to cases from the list: to those that are selected, or to one row. */
export function QueueWork({ source, list, handle, openId }: QueueWorkProps) {
  const client = useChatClient();
  useAssignAway(openId, source.view);
  const aim = useAim();
  const readTarget = useWorkTarget({ source, list, openId });
  const { running, failures, forgetFailures, run } = useBulkRun();
  const [asked, setAsked] = useState<{ question: WorkQuestion; work: WorkTarget; regainFocus: () => void } | null>(null);
  const [worked, setWorked] = useState<WorkTarget | null>(null);
  const remembered = () => rememberFocus(handle, client.queue(source.view, source.filters), aim ?? undefined);
  const act = async (action: BulkAction, work: WorkTarget, regainFocus = remembered()) => {
    setWorked(work);
    const result = await run(action, work);
    if (!result) return;
    list.clear();
    handle.current?.settle();
    regainFocus();
    const hasLeft = action.kind === "resolve" || action.kind === "snooze";
    if (hasLeft && openId !== null && result.done.includes(openId)) runCommand("list.advance");
  };
  return (
    <>
      {readTarget && (
        <WorkCommands
          readTarget={readTarget}
          onAsk={(question) => setAsked({ question, work: readTarget(), regainFocus: remembered() })}
          onAct={(action) => void act(action, readTarget())}
        />
      )}
      {(!list.isEmpty || running) && <BulkBar source={source} list={list} running={running} />}
      {asked && (
        <Later
          part={workDialog}
          props={{
            question: asked.question,
            gymIds: asked.work.gymIds,
            items: asked.work.items,
            onClose: () => setAsked(null),
            onAction: (action) => void act(action, asked.work, asked.regainFocus),
          }}
        />
      )}
      {failures.length > 0 && <Later part={failuresDialog} props={{ failures, items: worked?.items ?? [], onClose: forgetFailures }} />}
    </>
  );
}

interface WorkCommandsProps {
  readTarget(): WorkTarget;
  onAsk(question: WorkQuestion): void;
  onAct(action: BulkAction): void;
}

/** While something of the list is meant, the commands about cases are for that, and not for the case that is open. */
function WorkCommands({ readTarget, onAsk, onAct }: WorkCommandsProps) {
  const t = useTranslations("frame.work");
  const me = useViewer();
  const directoryOf = useDirectoryNow();
  // Of the gyms whose rows are shown; what another one wants says the server, case by case.
  const requiresTopic = () => readTarget().gymIds.some((id) => directoryOf(id)?.requiresTopic);
  type Work = Omit<Command, "id" | "title" | "group">;
  const of = (name: Parameters<typeof t>[0], work: Work): Command => ({ id: `case.${name}`, title: t(name), group: "case", ...work });
  useCommands([
    of("assign-me", { keys: ["i"], run: () => onAct({ kind: "assign", assigneeId: me.id }) }),
    of("assign", { keys: ["a"], run: () => onAsk("assign") }),
    of("unassign", { run: () => onAct({ kind: "assign", assigneeId: null }) }),
    of("labels", { keys: ["l"], run: () => onAsk("labels") }),
    of("unlabel", { run: () => onAsk("unlabel") }),
    of("priority", { keys: ["p"], run: () => onAsk("priority") }),
    of("snooze", { keys: ["s"], run: () => onAsk("snooze") }),
    of("resolve", { keys: ["e"], run: () => (requiresTopic() ? onAsk("resolve") : onAct({ kind: "resolve" })) }),
    of("reopen", { run: () => onAct({ kind: "setStatus", status: "open" }) }),
    of("pending", { run: () => onAct({ kind: "setStatus", status: "pending" }) }),
  ]);
  return null;
}
