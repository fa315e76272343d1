/** One action over many cases at once. Each case is changed by itself: some may fail while the others are done. */
import * as z from "zod";
import type { AppErrorCode } from "./errors";
import { Id } from "./ids";
import { limits } from "./limits";
import { Moment } from "./moment";
import { CasePriority, DeskView, QueueFilters } from "./support";
import { line } from "./text-inputs";

const Labels = z.array(line(limits.labelCharactersMax)).min(1).max(limits.caseLabelsMax);

/** What is done to each of the cases. */
export const BulkAction = z.discriminatedUnion("kind", [
  /** `null` puts it back to nobody. */
  z.object({ kind: z.literal("assign"), assigneeId: Id.nullable() }),
  z.object({ kind: z.literal("setStatus"), status: z.enum(["open", "pending"]) }),
  z.object({ kind: z.literal("setPriority"), priority: CasePriority }),
  z.object({ kind: z.literal("addLabels"), labels: Labels }),
  z.object({ kind: z.literal("removeLabels"), labels: Labels }),
  z.object({ kind: z.literal("snooze"), until: Moment }),
  /** Without a `topic` each case keeps the one that it has. */
  z.object({ kind: z.literal("resolve"), topic: line(limits.topicCharactersMax).optional() }),
]);
export type BulkAction = z.infer<typeof BulkAction>;

/** Cases as a screen showed them: what a colleague has changed since is not overwritten. */
const ChosenCases = z.object({
  kind: z.literal("chosen"),
  cases: z
    .array(z.object({ conversationId: Id, version: z.number().int().min(1).max(2_147_483_647) }))
    .min(1)
    .max(limits.bulkCasesMax),
});

/** Everything in a view of the queue. One call does the next `limits.bulkCasesMax` of them; `nextCursor` of its answer asks for those after. */
const MatchingCases = z.object({
  kind: z.literal("matching"),
  view: DeskView,
  filters: QueueFilters.default({}),
  cursor: z.string().min(1).max(200).nullish(),
});

/** A chunk of an action over many cases. */
export const BulkInput = z.object({
  /** Made by the client, the same for all chunks of one action. A chunk sent again does nothing twice. */
  id: Id,
  action: BulkAction,
  target: z.discriminatedUnion("kind", [ChosenCases, MatchingCases]),
});
export type BulkInput = z.infer<typeof BulkInput>;

/** Puts back what an action over many cases did, within `limits.bulkUndoMs` of its last chunk. */
export const UndoBulkInput = z.object({ id: Id });

/** A case that was left as it is, and why. */
export interface BulkFailure {
  conversationId: string;
  /** Such as `CASE_CHANGED`, `CASE_MOVE_REFUSED`, `TOPIC_REQUIRED` or `NOT_A_PARTICIPANT`. */
  code: AppErrorCode;
  /** With `CASE_CHANGED`: who changed it last; `null` for the clock. */
  by?: { id: string; name: string } | null;
}

/** What a chunk did. */
export interface BulkAnswer {
  /** The conversations whose cases are now as wanted, those that were so before too. */
  done: string[];
  failed: BulkFailure[];
  /** What the whole action has changed so far: so many cases can be put back. */
  changed: number;
  /** Where the next chunk of a matching target begins; `null` when there is none. */
  nextCursor: string | null;
}

/** What a call of `support.undoBulk` did: the same call again goes on while `left` is not 0. */
export interface BulkUndone {
  /** The conversations whose cases are as they were before. */
  done: string[];
  /** Left as they are: somebody has changed them since, or they have moved on. */
  failed: BulkFailure[];
  /** How many are still to be put back. */
  left: number;
}
