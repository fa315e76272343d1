"use client";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { BulkRun } from "@/client/desk-bulk";
import type { BulkAction, BulkFailure } from "@/shared/bulk";
import { explainError } from "@/ui/connect/explain-error";
import { tell, undoable } from "@/ui/primitives/notices";
import { useDeskTools } from "./use-desk-tools";
import type { WorkTarget } from "./use-work-target";

export interface RunningBulk {
  done: number;
  /** `null` where only the server knows. */
  total: number | null;
  stop(): void;
}

interface BulkWork {
  running: RunningBulk | null;
  /** What was left as it is, until it is put away. */
  failures: readonly BulkFailure[];
  forgetFailures(): void;
  /** Does it, tells how it went, and offers to take it back; answers what was done, `null` when it could not be asked for. */
  run(action: BulkAction, work: WorkTarget): Promise<BulkRun | null>;
}

/** Work on many cases, one action at a time. */
export function useBulkRun(): BulkWork {
  const t = useTranslations("frame.bulk");
  const { bulk } = useDeskTools();
  const [running, setRunning] = useState<RunningBulk | null>(null);
  const [failures, setFailures] = useState<readonly BulkFailure[]>([]);
  const isBusy = useRef(false);
  const undo = async (id: string) => {
    try {
      const { done, failed } = await bulk.undo(id);
      if (failed > 0) tell("error", t("undoFailed", { count: failed }));
      else tell("success", t("undone", { count: done }));
    } catch (error) {
      tell("error", explainError(error));
    }
  };
  const run: BulkWork["run"] = async (action, { target, count }) => {
    if (isBusy.current) return null;
    isBusy.current = true;
    const ending = new AbortController();
    const show = (done: number) => setRunning({ done, total: count, stop: () => ending.abort() });
    // A single chunk is over before anybody could read of it.
    if (count === null || count > 1) show(0);
    try {
      const onProgress = ({ done }: { done: number }) => (count === null || count > 1) && show(done);
      const result = await bulk.run(action, target, { signal: ending.signal, onProgress });
      if (result.changed > 0) undoable(t(`done.${action.kind}`, { count: result.changed }), () => void undo(result.id));
      else if (result.failed.length === 0) tell("success", t("nothingDone"));
      setFailures(result.failed);
      return result;
    } catch (error) {
      tell("error", explainError(error));
      return null;
    } finally {
      isBusy.current = false;
      setRunning(null);
    }
  };
  return { running, failures, forgetFailures: () => setFailures([]), run };
}
