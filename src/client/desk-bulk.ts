import { uuidv7 } from "uuidv7";
import type { BulkAction, BulkFailure, BulkInput } from "../shared/bulk";
import { limits } from "../shared/limits";
import type { DeskView, QueueFilters } from "../shared/support";
import type { Api } from "./api";
import type { ChatClient } from "./chat-client.types";
import { baseOf, type ClientBase } from "./client-base";
import { insistently } from "./connection";

/** Which cases an action is for: some as the screen showed them, or everything that matches. */
export type BulkTarget =
  | { kind: "chosen"; cases: readonly { conversationId: string; version: number }[] }
  | { kind: "matching"; view: DeskView; filters: QueueFilters };

export interface BulkProgress {
  done: number;
  failed: readonly BulkFailure[];
  /** Whether more is to come. */
  isRunning: boolean;
}

export interface BulkRun {
  /** The action's, to undo it by. */
  id: string;
  /** Cases that were changed, and not as wanted before. */
  changed: number;
  done: readonly string[];
  failed: readonly BulkFailure[];
}

export interface DeskBulk {
  /**
   * Does something to many cases, chunk by chunk, until all are done or `signal` aborts; each case for itself, so that some may fail. Rejects when a chunk
   * cannot be asked for; what was done until then stays done, and `onProgress` has told it.
   */
  run(action: BulkAction, target: BulkTarget, options: { signal: AbortSignal; onProgress(progress: BulkProgress): void }): Promise<BulkRun>;
  /** Puts back what a run changed; answers how many are as before, and how many could not be put back. */
  undo(id: string): Promise<{ done: number; failed: number }>;
}

/** Actions over many cases, upon a client of somebody who works at a desk. */
export function deskBulk(client: ChatClient): DeskBulk {
  const base = baseOf(client);
  return {
    run: (action, target, options) => new Run(base, action, options).over(target),
    async undo(id) {
      const sum = { done: 0, failed: 0 };
      for (let left = 1; left > 0; ) {
        const undone = await base.connection.patiently((api) => api.support.undoBulk.mutate({ id }), insistently);
        sum.done += undone.done.length;
        sum.failed += undone.failed.length;
        left = undone.left;
      }
      return sum;
    },
  };
}

class Run {
  readonly #id = uuidv7();
  readonly #base: ClientBase;
  readonly #action: BulkAction;
  readonly #options: Parameters<DeskBulk["run"]>[2];
  readonly #done: string[] = [];
  readonly #failed: BulkFailure[] = [];
  #changed = 0;

  constructor(base: ClientBase, action: BulkAction, options: Parameters<DeskBulk["run"]>[2]) {
    this.#base = base;
    this.#action = action;
    this.#options = options;
  }

  async over(target: BulkTarget): Promise<BulkRun> {
    if (target.kind === "chosen") await this.#overChosen(target.cases);
    else await this.#overMatching(target);
    return { id: this.#id, changed: this.#changed, done: this.#done, failed: this.#failed };
  }

  async #overChosen(cases: readonly { conversationId: string; version: number }[]): Promise<void> {
    for (let at = 0; at < cases.length && !this.#isStopped; at += limits.bulkCasesMax) {
      const chunk = cases.slice(at, at + limits.bulkCasesMax);
      await this.#ask({ kind: "chosen", cases: [...chunk] }, at + chunk.length < cases.length);
    }
  }

  async #overMatching({ view, filters }: Extract<BulkTarget, { kind: "matching" }>): Promise<void> {
    let cursor: string | null = null;
    do cursor = await this.#ask({ kind: "matching", view, filters, cursor }, true);
    while (cursor !== null && !this.#isStopped);
  }

  get #isStopped(): boolean {
    return this.#options.signal.aborted;
  }

  async #ask(target: BulkInput["target"], goesOn: boolean): Promise<string | null> {
    const input: BulkInput = { id: this.#id, action: this.#action, target };
    // A chunk that was cut off, or could not be done, is asked for again, unless it was stopped meanwhile: it does nothing twice.
    const ask = async (api: Api) => (this.#isStopped ? null : api.support.bulk.mutate(input));
    const answer = await this.#base.connection.patiently(ask, insistently);
    if (answer === null) return null;
    this.#done.push(...answer.done);
    this.#failed.push(...answer.failed);
    this.#changed = answer.changed;
    this.#options.onProgress({ done: this.#done.length, failed: this.#failed, isRunning: goesOn && answer.nextCursor !== null });
    return answer.nextCursor;
  }
}
