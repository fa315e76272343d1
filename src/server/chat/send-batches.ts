/**
 * Sends that arrive together share one round trip and one commit (`send_messages` in the database). Nobody waits for company: a send goes at
 * once while a batch may start, and those that come while all are under way make the next one. A hot conversation goes as fast as a cold one,
 * because its lock is taken once per batch.
 */
import { AppError, type AppErrorCode } from "../../shared/errors";
import type { Message, SendMessageInput } from "../../shared/messages";
import type { Delivery } from "../delivery/delivery";
import { type MessageRow, messageOf } from "../delivery/rows";
import { type ConversationKey, everyone, told } from "../delivery/told";
import { type Database, isUnavailable } from "../platform/db";
import type { Metrics } from "../platform/metrics";

/** Rows in one statement; more wait for the next batch. */
const batchSendsMax = 100;
/** Batches under way at once: while one waits for its commit, the next is judged. */
const batchesMax = 2;

/** A message was written or known already; or its conversation is one whose case moves along, and nothing was done. */
export type Outcome = { message: Message } | "support";

type Verdict = "sent" | "same" | "support" | keyof typeof refusals;

const refusals = {
  taken: "MESSAGE_ID_TAKEN",
  no_part: "NOT_A_PARTICIPANT",
  no_reply_target: "REPLY_NOT_FOUND",
} as const satisfies Record<string, AppErrorCode>;

interface VerdictRow extends MessageRow, Record<string, unknown> {
  n: number;
  verdict: Verdict;
  type: ConversationKey["type"];
  gym_id: string;
}

interface Waiting {
  senderId: string;
  input: SendMessageInput;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

const sendMessages = { name: "chat-send-messages", text: "select * from send_messages($1, $2, $3, $4, $5) order by n" };

export class SendBatches {
  #waiting: Waiting[] = [];
  #running = 0;
  #isStartDue = false;

  constructor(
    private readonly db: Database,
    private readonly delivery: Delivery,
    private readonly metrics: Pick<Metrics, "messagesSent">,
  ) {}

  /**
   * Writes a message with whatever else is being sent.
   * @throws NOT_A_PARTICIPANT · MESSAGE_ID_TAKEN · REPLY_NOT_FOUND, each for this send alone
   */
  send(senderId: string, input: SendMessageInput): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ senderId, input, resolve, reject });
      this.#startSoon();
    });
  }

  /** Sends of one turn of the event loop travel together. */
  #startSoon(): void {
    if (this.#isStartDue || this.#running >= batchesMax) return;
    this.#isStartDue = true;
    setImmediate(() => {
      this.#isStartDue = false;
      while (this.#running < batchesMax && this.#waiting.length > 0) void this.#run(this.#waiting.splice(0, batchSendsMax));
    });
  }

  async #run(batch: Waiting[]): Promise<void> {
    this.#running++;
    try {
      await this.#write(batch);
    } finally {
      this.#running--;
      if (this.#waiting.length > 0) this.#startSoon();
    }
  }

  async #write(batch: Waiting[]): Promise<void> {
    let rows: VerdictRow[];
    try {
      rows = await this.db.rows<VerdictRow>(sendMessages, [
        batch.map(({ input }) => input.conversationId),
        batch.map(({ input }) => input.id),
        batch.map(({ senderId }) => senderId),
        batch.map(({ input }) => input.content),
        batch.map(({ input }) => input.replyToId ?? null),
      ]);
    } catch (error) {
      return this.#writeApart(batch, error);
    }
    const judged = new Map(rows.map((row) => [row.n - 1, row]));
    // Told in the order of the versions, before anybody hears that their send succeeded.
    for (const row of [...judged.values()].filter(({ verdict }) => verdict === "sent").sort((a, b) => a.version - b.version))
      this.#tell(row);
    for (const [at, one] of batch.entries()) this.#settle(one, judged.get(at));
  }

  /** What spoils a batch spoils only itself: each send is tried alone. A database that cannot be asked is asked no further. */
  async #writeApart(batch: Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1 || isUnavailable(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const one of batch) await this.#write([one]);
  }

  #tell(row: VerdictRow): void {
    this.metrics.messagesSent.inc();
    const key: ConversationKey = { id: row.conversation_id, type: row.type, gymId: row.gym_id, memberId: null };
    this.delivery.tell(told(key, row.version, { events: [{ event: { type: "message", message: messageOf(row) }, to: everyone }] }));
  }

  #settle(one: Waiting, row: VerdictRow | undefined): void {
    if (!row) {
      // The second copy of an id in one batch: the first is written now.
      this.#waiting.push(one);
      return;
    }
    const { verdict } = row;
    if (verdict === "support") one.resolve("support");
    else if (verdict === "sent" || verdict === "same") one.resolve({ message: messageOf(row) });
    else one.reject(new AppError(refusals[verdict]));
  }
}
