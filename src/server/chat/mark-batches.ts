/**
 * Marks that arrive together share one round trip and one commit (`raise_watermarks` in the database): when something is said in a class, all who hear
 * it say so at once. Those of one conversation are one step of its version. A mark after a silence goes at once; where many read, marks gather for a
 * moment, because nobody waits for them.
 */
import type { Delivery } from "../delivery/delivery";
import { type ConversationKey, some, type TellEvent, told } from "../delivery/told";
import type { Clock } from "../platform/clock";
import { type Database, isLockTimeout } from "../platform/db";
import { together } from "../platform/together";

/** Marks in one statement; more wait for the next. */
const batchMarksMax = 100;
/** What a batch waits for a conversation that somebody else holds, before it passes it by. */
const patienceMs = 100;
/** From the beginning of a batch to the next. */
const gatherMs = 50;

/** How far a user has received, or read. */
interface Mark {
  userId: string;
  conversationId: string;
  seq: number;
  kind: "read" | "delivered";
}

interface MarkRow extends Record<string, unknown> {
  n: number;
  type: ConversationKey["type"];
  gym_id: string;
  version: number;
}

interface StandingRow extends MarkRow {
  verdict: "raised" | "known";
  delivered_seq: number;
  read_seq: number;
  read_at: string | null;
  authors: string[] | null;
}

interface OtherRow extends MarkRow {
  verdict: "busy" | "apart" | "no_part" | "ahead";
}

/** What became of a mark (migration 0006_marks_share_a_commit). */
type Marked = StandingRow | OtherRow;

const raiseWatermarks = {
  name: "chat-raise-watermarks-together",
  text: "select n, verdict, type, gym_id, version, delivered_seq, read_seq, read_at, authors from raise_watermarks($1, $2, $3, $4, $5) order by n",
};

export class MarkBatches {
  /** Raises a user's watermarks with whatever else is being marked, and tells whom it concerns. */
  readonly mark: (mark: Mark) => Promise<Marked>;

  /** @param clock for the moment in which marks gather */
  constructor(
    private readonly db: Database,
    private readonly delivery: Delivery,
    clock: Pick<Clock, "after">,
  ) {
    // One at a time: what comes meanwhile, often of the same conversations, makes the next.
    const pause = { ms: gatherMs, clock };
    this.mark = together((marks: readonly Mark[]) => this.#raise(marks), { most: batchMarksMax, atATime: 1, pause });
  }

  async #raise(marks: readonly Mark[]): Promise<Marked[]> {
    const rows = await this.#ask(marks, patienceMs);
    const raised = new Map<string, { row: StandingRow; mark: Mark }[]>();
    for (const [at, row] of rows.entries()) {
      const mark = marks[at];
      if (!mark || row.verdict !== "raised") continue;
      const ofConversation = raised.get(mark.conversationId);
      if (ofConversation) ofConversation.push({ row, mark });
      else raised.set(mark.conversationId, [{ row, mark }]);
    }
    for (const [id, ofConversation] of raised) this.#tell(id, ofConversation);
    return rows;
  }

  async #ask(marks: readonly Mark[], waitMs: number): Promise<Marked[]> {
    try {
      return await this.db.rows<Marked>(raiseWatermarks, [
        marks.map(({ conversationId }) => conversationId),
        marks.map(({ userId }) => userId),
        marks.map(({ seq }) => seq),
        marks.map(({ kind }) => kind === "read"),
        waitMs,
      ]);
    } catch (error) {
      if (waitMs > 0 && isLockTimeout(error)) return this.#ask(marks, 0);
      throw error;
    }
  }

  #tell(id: string, raised: readonly { row: StandingRow; mark: Mark }[]): void {
    const [first] = raised;
    if (!first) return;
    const { type, gym_id: gymId, version } = first.row;
    const events = raised.map(({ row, mark }): TellEvent => {
      const { delivered_seq: deliveredSeq, read_seq: readSeq, read_at: readAt, authors } = row;
      const event = { type: "receipt", conversationId: id, version, userId: mark.userId, deliveredSeq, readSeq, readAt } as const;
      return { event, to: some([...new Set([mark.userId, ...(authors ?? [])])]) };
    });
    this.delivery.tell(told({ id, type, gymId, memberId: null }, version, { events }));
  }
}
