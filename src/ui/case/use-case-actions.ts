"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { CaseDone } from "@/client/case-desk.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Case, CasePriority } from "@/shared/support";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { tell, undoable } from "@/ui/primitives/notices";
import { explainRefusal } from "./explain-refusal";
import { formatGymTime } from "./format-gym-time";
import { goToNext } from "./go-to-next";
import { useCaseDesk } from "./use-case-desk";
import { useNames } from "./use-names";

/** What the desk does to the case that is open. Each tells how it went, and offers to take it back; answers whether it was done. */
export interface CaseActions {
  /** Whoever gives it to a colleague goes on to the next one. */
  assign(assigneeId: string | null): Promise<boolean>;
  setStatus(status: "open" | "pending"): Promise<boolean>;
  setPriority(priority: CasePriority): Promise<boolean>;
  setLabels(labels: string[]): Promise<boolean>;
  setTopic(topic: string | null): Promise<boolean>;
  /** Lays it aside until then (ISO), and goes on to the next one. */
  snooze(until: string): Promise<boolean>;
  /** And goes on to the next one. */
  resolve(topic?: string): Promise<boolean>;
  merge(number: number): Promise<boolean>;
  /** Sends what is written, resolves when it is sent, and goes on to the next one. */
  sendAndResolve(topic?: string): Promise<boolean>;
}

interface Options {
  conversation: ConversationState;
  current: Case | null;
  /** Sends what is written; whether it was sent, or there was nothing to send. */
  send(): Promise<boolean>;
}

export function useCaseActions({ conversation, current, send }: Options): CaseActions {
  const desk = useCaseDesk();
  const t = useTranslations("case");
  const locale = useLocale();
  const me = useViewer();
  const { timeZone } = useDeskGym(conversation.gymId);
  const nameOf = useNames(conversation);
  return useMemo(() => {
    const { id, memberId, participants } = conversation;
    const member = participants.find((one) => one.id === memberId);
    const refuse = (error: unknown) => {
      tell("error", explainRefusal(error, { viewerId: me.id, member }));
      return false;
    };
    const run = async (verb: Promise<CaseDone>, said: string | null): Promise<boolean> => {
      try {
        const { undo } = await verb;
        if (said !== null && undo) undoable(said, () => void undo().catch(refuse));
        else if (said !== null) tell("success", said);
        return true;
      } catch (error) {
        return refuse(error);
      }
    };
    const name = member?.name ?? "";
    const resolve = async (topic?: string) => {
      const isDone = await run(desk.resolve(id, topic), t("done.resolved", { name }));
      if (isDone) goToNext(id);
      return isDone;
    };
    return {
      async assign(assigneeId) {
        const said =
          assigneeId === null
            ? t("done.unassigned", { name })
            : assigneeId === me.id
              ? t("done.claimed", { name })
              : t("done.assigned", { name, to: nameOf(assigneeId) });
        const isDone = await run(desk.assign(id, assigneeId), said);
        // Given away, it is somebody else's work now.
        if (isDone && assigneeId !== null && assigneeId !== me.id) goToNext(id);
        return isDone;
      },
      setStatus: (status) => run(desk.setStatus(id, status), t(status === "open" ? "done.opened" : "done.pending", { name })),
      setPriority: (priority) => run(desk.setPriority(id, priority), t("done.priority", { priority: t(`priority.${priority}`) })),
      setLabels: (labels) => run(desk.setLabels(id, labels), null),
      setTopic: (topic) => run(desk.setTopic(id, topic), topic === null ? t("done.topicRemoved") : t("done.topic", { topic })),
      async snooze(until) {
        const at = formatGymTime(until, { locale, timeZone });
        const isDone = await run(desk.snooze(id, until), t("done.snoozed", { name, until: at }));
        if (isDone) goToNext(id);
        return isDone;
      },
      resolve,
      merge: (number) => run(desk.merge(id, number), t("done.merged", { number, into: current?.number ?? 0 })),
      async sendAndResolve(topic) {
        return (await send()) && resolve(topic);
      },
    };
  }, [desk, conversation, current?.number, me, nameOf, locale, timeZone, send, t]);
}
