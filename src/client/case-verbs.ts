import { uuidv7 } from "uuidv7";
import { AppError, readAppError } from "../shared/errors";
import type { Case, CasePriority } from "../shared/support";
import type { Api } from "./api";
import type { CaseDone } from "./case-desk.types";
import type { CaseFiles } from "./case-files";
import type { ClientBase } from "./client-base";
import { insistently } from "./connection";

/** How often a change is tried over what others have done meanwhile that it does not touch. */
const triesMax = 4;

interface Change {
  /** What it will look like. */
  patch: Partial<Case>;
  /** Whether what this change touches is still as the screen showed it, whatever else has changed. */
  isAsSeen(seen: Case, now: Case): boolean;
  ask(api: Api, version: number): Promise<Case>;
  /** Whether it may be asked twice, when the connection was cut before the answer. */
  isRepeatable?: boolean;
  /** Of an undo: the case as the change left it. What a colleague has done to that since stays, also when the screen shows it by now. */
  left?: Case | undefined;
}

/** What the desk does to cases: shown at once, in their order one after the other, and taken back where it is refused. */
export class CaseVerbs {
  readonly #base: ClientBase;
  readonly #files: CaseFiles;
  /** The last change of each case that is on its way, and the version that the viewer's own changes have brought it to. */
  readonly #lanes = new Map<string, { last: Promise<unknown>; version: number }>();

  constructor(base: ClientBase, files: CaseFiles) {
    this.#base = base;
    this.#files = files;
  }

  async assign(conversationId: string, assigneeId: string | null, left?: Case): Promise<CaseDone> {
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { assigneeId },
      isAsSeen: (seen, now) => seen.assigneeId === now.assigneeId,
      ask: (api, version) => api.support.assign.mutate({ conversationId, version, assigneeId }),
    });
    return { case: after, undo: () => this.assign(conversationId, before.assigneeId, after) };
  }

  async setPriority(conversationId: string, priority: CasePriority, left?: Case): Promise<CaseDone> {
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { priority },
      isAsSeen: (seen, now) => seen.priority === now.priority,
      ask: (api, version) => api.support.setPriority.mutate({ conversationId, version, priority }),
    });
    return { case: after, undo: () => this.setPriority(conversationId, before.priority, after) };
  }

  async setLabels(conversationId: string, labels: string[], left?: Case): Promise<CaseDone> {
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { labels },
      isAsSeen: (seen, now) => [...seen.labels].sort().join("\n") === [...now.labels].sort().join("\n"),
      ask: (api, version) => api.support.setLabels.mutate({ conversationId, version, labels }),
    });
    return { case: after, undo: () => this.setLabels(conversationId, before.labels, after) };
  }

  async setTopic(conversationId: string, topic: string | null, left?: Case): Promise<CaseDone> {
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { topic },
      isAsSeen: (seen, now) => seen.topic === now.topic,
      ask: (api, version) => api.support.setTopic.mutate({ conversationId, version, topic }),
    });
    return { case: after, undo: () => this.setTopic(conversationId, before.topic, after) };
  }

  async setStatus(conversationId: string, status: "open" | "pending", left?: Case): Promise<CaseDone> {
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { status, snoozedUntil: null },
      isAsSeen: isStatusAsSeen,
      ask: (api, version) => api.support.setStatus.mutate({ conversationId, version, status }),
    });
    return { case: after, undo: () => this.#statusBack(before, after) };
  }

  async snooze(conversationId: string, until: string, left?: Case): Promise<CaseDone> {
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { status: "snoozed", snoozedUntil: until },
      isAsSeen: isStatusAsSeen,
      ask: (api, version) => api.support.snooze.mutate({ conversationId, version, until }),
    });
    return { case: after, undo: () => this.#statusBack(before, after) };
  }

  async resolve(conversationId: string, topic?: string, left?: Case): Promise<CaseDone> {
    const shown = this.#files.source(conversationId).getSnapshot().case;
    const withTopic = topic === undefined ? {} : { topic };
    /**
     * Only what was done to many can be put back with the wait that it ended: where somebody waits, it is done to many of one. The same id each time it is
     * asked for, because what was done before an answer was lost is put back by the id it was done with.
     */
    const bulkId = uuidv7();
    let isBulk = false;
    const { before, after } = await this.#change(conversationId, {
      left,
      patch: { status: "resolved", snoozedUntil: null, waitingSince: null, ...withTopic },
      isAsSeen: isStatusAsSeen,
      ask: async (api, version) => {
        if (shown?.waitingSince != null) {
          const target = { kind: "chosen" as const, cases: [{ conversationId, version }] };
          const { done } = await api.support.bulk.mutate({ id: bulkId, action: { kind: "resolve", ...withTopic }, target });
          isBulk = done.length > 0;
          if (isBulk) return (await api.support.get.query({ conversationId, limit: 10 })).case;
        }
        // Refused, it says by whom and with what.
        return api.support.resolve.mutate({ conversationId, version, ...withTopic });
      },
    });
    const undo = async () => {
      if (isBulk && (await this.#undoBulk(bulkId))) return;
      await this.#statusBack(before, after);
      if (before.topic !== after.topic) await this.setTopic(conversationId, before.topic, after);
    };
    return { case: after, undo };
  }

  async merge(conversationId: string, number: number): Promise<CaseDone> {
    const { after } = await this.#change(conversationId, {
      patch: {},
      isAsSeen: () => true,
      ask: (api, version) => api.support.merge.mutate({ conversationId, version, number }),
      isRepeatable: false,
    });
    await this.#files.reload(conversationId);
    return { case: after, undo: null };
  }

  async #change(conversationId: string, change: Change): Promise<{ before: Case; after: Case }> {
    const before = this.#files.source(conversationId).getSnapshot().case;
    const seen = this.#files.confirmed(conversationId);
    if (!before || !seen) throw new AppError("UNAVAILABLE");
    const settle = this.#files.expect(conversationId, change.patch);
    const lane = this.#lanes.get(conversationId);
    const answered = (async () => {
      await lane?.last.catch(() => undefined);
      return this.#insist(change.left ?? before, change.left?.version ?? Math.max(seen.version, lane?.version ?? 0), change);
    })();
    const own = { last: answered as Promise<unknown>, version: lane?.version ?? 0 };
    this.#lanes.set(conversationId, own);
    try {
      const after = await answered;
      own.version = after.version;
      settle(after);
      return { before, after };
    } catch (error) {
      settle(readAppError(error)?.current ?? null);
      throw error;
    } finally {
      if (this.#lanes.get(conversationId) === own) this.#lanes.delete(conversationId);
    }
  }

  /** Asks, and again over what others have changed as long as it is nothing that this change touches. */
  async #insist(before: Case, version: number, { ask, isAsSeen, isRepeatable = true }: Change): Promise<Case> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#base.connection.patiently((api) => ask(api, version), { ...insistently, isRepeatable });
      } catch (error) {
        const app = readAppError(error);
        if (app?.code !== "CASE_CHANGED" || !app.current || tries >= triesMax) throw error;
        if (app.current.number !== before.number || !isAsSeen(before, app.current)) throw error;
        version = app.current.version;
      }
    }
  }

  /** Whether there was anything to put back: what was so before, by another tab or a colleague, is not this action's. */
  async #undoBulk(id: string): Promise<boolean> {
    const { done, failed } = await this.#base.connection.patiently((api) => api.support.undoBulk.mutate({ id }), insistently);
    const [failure] = failed;
    if (!failure) return done.length > 0;
    const { conversationId, code, by } = failure;
    const current = this.#files.confirmed(conversationId);
    throw new AppError(code, { ...(current && { current }), ...(by !== undefined && { by }) });
  }

  /** From the status that a change left to the one that the case had, through what leads there. */
  async #statusBack({ conversationId, status, snoozedUntil }: Case, left: Case): Promise<void> {
    const isShut = left.status === "resolved" && status !== "open";
    const from = isShut ? (await this.setStatus(conversationId, "open", left)).case : left;
    if (status === "snoozed" && snoozedUntil !== null) await this.snooze(conversationId, snoozedUntil, from);
    else if (status === "open" || status === "pending") await this.setStatus(conversationId, status, from);
    else if (status === "resolved") await this.resolve(conversationId, undefined, from);
  }
}

/** Also when the desk has answered meanwhile; not when the member has written. */
function isStatusAsSeen(seen: Case, now: Case): boolean {
  const isWaitAsSeen = now.waitingSince === null || now.waitingSince === seen.waitingSince;
  return seen.status === now.status && seen.snoozedUntil === now.snoozedUntil && isWaitAsSeen;
}
