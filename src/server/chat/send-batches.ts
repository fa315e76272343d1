/**
 * Sends that arrive together share one round trip and one commit (`send_messages` in the database). Nobody waits for company: a send goes with the
 * end of the turn in which it came, and those that come while a batch is under way make the next one. A hot conversation goes as fast as a cold
 * one, because its lock is taken once per batch. And a conversation that somebody else holds for long stops nobody but those who write into it: a batch
 * that has waited for a moment passes it by, and in the end its sends wait for it by themselves.
 */
import { AppError } from "../../shared/errors";
import type { Message, SendMessageInput } from "../../shared/messages";
import type { Delivery } from "../delivery/delivery";
import { everyone, told } from "../delivery/told";
import { type Database, isLockTimeout, isUnavailable, isWriteConflict } from "../platform/db";
import type { Metrics } from "../platform/metrics";
import { type Batch, type Send, SendLanes, type Way, ways } from "./send-lanes";
import {
  type AnswerAlone,
  messageIn,
  Question,
  refusals,
  sendMessageAlone,
  sendMessages,
  type VerdictRow,
  valuesAlone,
  verdictAlone,
} from "./send-verdicts";

/** Rows in one statement; more wait for the next batch. */
const batchSendsMax = 100;
/** Batches under way at once while hardly any sends travel together: then nobody waits for another's commit. */
const batchesMax = 6;
/** From so many sends in a usual batch on they share: fewer and larger batches cost less … */
const sharedMin = 3;
/** … and two alternate. The second goes when so many wait for it, or when the first takes long: it waits for a conversation, or for the disk. */
const sharedBatchesMax = 2;
const companyMin = 32;
const lateMs = 10;
/** How much the latest batch says about what is usual. */
const latestShare = 0.2;
/** What a batch waits for a conversation that somebody else holds, before it passes it by; `null` is as long as a statement may last. */
const patienceMs = { together: 100, patiently: 1_000, alone: null } as const satisfies Record<Way, number | null>;
/** Where a conversation goes that was passed by: another process that writes into it is through in a moment; a stuck one is waited for alone. */
const passedOnTo = { together: "patiently", patiently: "alone", alone: "alone" } as const satisfies Record<Way, Way>;
/** Of the pool's connections, those that may wait for stuck conversations: one in so many, and one at least. */
const connectionsPerWait = 3;
/** Sends that wait in this process; more are asked to try again. */
const waitingMax = 10_000;

interface Waiting extends Send {
  /** Writes it in a transaction of its own, for a conversation whose case moves along. */
  apart: () => Promise<Message>;
  resolve: (message: Message) => void;
  reject: (error: unknown) => void;
}

/** The database could not judge this send. */
class Failure {
  constructor(readonly error: unknown) {}
}

/** What the database said of a send; nothing of the second copy of an id, which is judged when the first is written. */
type Judgement = VerdictRow | Failure | undefined;

export class SendBatches {
  readonly #lanes = new SendLanes<Waiting>();
  /** How many batches may still start. */
  readonly #free: Record<Way, number>;
  #isStartDue = false;
  /** Whether the batch under way takes long. */
  #isLate = false;
  /** Sends in a batch, as a moving average. */
  #usual = 1;

  constructor(
    private readonly db: Database,
    private readonly delivery: Delivery,
    private readonly metrics: Pick<Metrics, "messagesSent">,
  ) {
    this.#free = { together: batchesMax, patiently: 1, alone: Math.max(1, Math.floor(db.pool.options.max / connectionsPerWait)) };
  }

  /**
   * Writes a message with whatever else is being sent. What is sent into one conversation here is written in the order in which it came.
   * @param apart writes it when the conversation turns out to be one of support, whose case moves in the same commit
   * @throws NOT_A_PARTICIPANT · MESSAGE_ID_TAKEN · REPLY_NOT_FOUND, each for this send alone · UNAVAILABLE when too many wait
   */
  send(senderId: string, input: SendMessageInput, apart: () => Promise<Message>): Promise<Message> {
    if (this.#lanes.waiting >= waitingMax) return Promise.reject(new AppError("UNAVAILABLE", {}, "too many sends wait"));
    return new Promise((resolve, reject) => {
      this.#lanes.add({ senderId, input, apart, resolve, reject });
      this.#startSoon();
    });
  }

  /** What all sockets say in one turn of the event loop travels together. */
  #startSoon(): void {
    if (this.#isStartDue) return;
    this.#isStartDue = true;
    setImmediate(() => {
      this.#isStartDue = false;
      for (const way of ways) while (this.#mayStart(way)) void this.#run(this.#lanes.take(way, batchSendsMax));
    });
  }

  #mayStart(way: Way): boolean {
    if (this.#free[way] === 0 || !this.#lanes.isReady(way)) return false;
    return way !== "together" || this.#mayStartTogether(batchesMax - this.#free.together);
  }

  #mayStartTogether(underWay: number): boolean {
    if (underWay === 0 || this.#usual < sharedMin) return true;
    return underWay < sharedBatchesMax && (this.#isLate || this.#lanes.waiting >= companyMin);
  }

  async #run(batch: Batch<Waiting>): Promise<void> {
    this.#free[batch.way]--;
    if (batch.way === "together") this.#usual += latestShare * (batch.sends.length - this.#usual);
    const late = this.#expect(batch.way);
    const judgements = await this.#judge(batch);
    this.#free[batch.way]++;
    clearTimeout(late);
    this.#isLate = false;
    const apart = this.#letGoOn(batch, judgements);
    this.#startSoon();
    // Told in the order of the versions, before anybody hears that their send succeeded.
    const messages = batch.sends.map((send, at) => this.#tell(judgements[at], send));
    for (const [at, send] of batch.sends.entries()) settle(send, judgements[at], messages[at]);
    await Promise.all(apart.map((sends) => this.#writeApart(batch, sends)));
  }

  /** What comes while a batch is under way makes the next; but where one takes long, another goes beside it. */
  #expect(way: Way): NodeJS.Timeout | undefined {
    if (way !== "together") return undefined;
    return setTimeout(() => {
      this.#isLate = true;
      this.#startSoon();
    }, lateMs);
  }

  async #judge(batch: Batch<Waiting>): Promise<Judgement[]> {
    const { sends, lanes, way } = batch;
    try {
      return await this.#ask(sends, patienceMs[way]);
    } catch (error) {
      // Whoever waits behind it hears so too, and may try again: nobody waits twice as long.
      if (isUnavailable(error)) for (const send of [...this.#lanes.drain(lanes), ...this.#lanes.drainReady(way)]) send.reject(error);
      else if (sends.length > 1) return this.#judgeOneByOne(sends);
      return sends.map(() => new Failure(error));
    }
  }

  /** Asks the database about sends that go together, and passes by what is held for longer than `waitMs`; throws when it cannot be asked. */
  async #ask(sends: readonly Waiting[], waitMs: number | null): Promise<Judgement[]> {
    const [first] = sends;
    try {
      if (first && sends.length === 1 && waitMs === patienceMs.together) return await this.#askAlone(first);
      return await this.#askTogether(sends, waitMs);
    } catch (error) {
      // Not without end: a database may have a patience of its own.
      if (isLockTimeout(error) && waitMs !== 0) return this.#ask(sends, 0);
      throw error;
    }
  }

  async #askTogether(sends: readonly Waiting[], waitMs: number | null): Promise<Judgement[]> {
    const question = new Question(sends);
    const rows = await this.db.rows<VerdictRow>(sendMessages, [...question.values, waitMs]);
    const judgements = new Array<Judgement>(sends.length).fill(undefined);
    for (const row of rows) judgements[question.placeOf(row)] = row;
    return judgements;
  }

  async #askAlone(send: Waiting): Promise<Judgement[]> {
    try {
      return [verdictAlone(await this.db.rows<AnswerAlone>(sendMessageAlone, valuesAlone(send)))];
    } catch (error) {
      // The same message came from elsewhere, or its sender's part changed, between its look and its lock.
      if (isWriteConflict(error)) return this.#askTogether([send], patienceMs.together);
      throw error;
    }
  }

  /** What spoils a batch spoils only itself. A database that cannot be asked is asked no further. */
  async #judgeOneByOne(sends: readonly Waiting[]): Promise<Judgement[]> {
    const judgements: Judgement[] = [];
    let last: Judgement;
    for (const send of sends) {
      if (!(last instanceof Failure && isUnavailable(last.error)))
        last = await this.#ask([send], patienceMs.alone).then(
          ([judgement]) => judgement,
          (error) => new Failure(error),
        );
      judgements.push(last);
    }
    return judgements;
  }

  /**
   * Lets the conversations of a batch go on, with what could not be judged at their head.
   * @returns by conversation, what is to be written apart; these stand still until it is
   */
  #letGoOn(batch: Batch<Waiting>, judgements: readonly Judgement[]): Waiting[][] {
    const again: Waiting[] = [];
    const held = new Set<string>();
    const apart = new Map<string, Waiting[]>();
    for (const [at, send] of batch.sends.entries()) {
      const judgement = judgements[at];
      if (judgement instanceof Failure) continue;
      if (!judgement || judgement.verdict === "busy") again.push(send);
      if (judgement?.verdict === "busy") held.add(send.input.conversationId);
      else if (judgement?.verdict === "support") {
        const ofConversation = apart.get(send.input.conversationId);
        if (ofConversation) ofConversation.push(send);
        else apart.set(send.input.conversationId, [send]);
      }
    }
    this.#lanes.putBack(again);
    for (const lane of batch.lanes)
      if (!apart.has(lane.conversationId)) this.#lanes.release(lane, held.has(lane.conversationId) ? passedOnTo[batch.way] : "together");
    return [...apart.values()];
  }

  #tell(row: Judgement, send: Waiting): Message | undefined {
    if (!row || row instanceof Failure) return undefined;
    const message = messageIn(row, send);
    if (!message || row.verdict !== "sent") return message;
    this.metrics.messagesSent.inc();
    const key = { id: message.conversationId, type: row.type, gymId: row.gym_id, memberId: null };
    this.delivery.tell(told(key, row.version, { events: [{ event: { type: "message", message }, to: everyone }] }));
    return message;
  }

  /** One after the other: they would wait for each other anyway, and so they keep their order. */
  async #writeApart(batch: Batch<Waiting>, sends: readonly Waiting[]): Promise<void> {
    const lanes = batch.lanes.filter(({ conversationId }) => conversationId === sends[0]?.input.conversationId);
    let failure: Failure | undefined;
    for (const send of sends) {
      if (!failure) failure = await writeOneApart(send);
      else send.reject(failure.error);
    }
    if (failure) for (const send of this.#lanes.drain(lanes)) send.reject(failure.error);
    for (const lane of lanes) this.#lanes.release(lane, "together");
    this.#startSoon();
  }
}

/** Answers a failure that the next ones would meet too. */
async function writeOneApart({ apart, resolve, reject }: Waiting): Promise<Failure | undefined> {
  try {
    resolve(await apart());
  } catch (error) {
    reject(error);
    if (isUnavailable(error)) return new Failure(error);
  }
  return undefined;
}

function settle({ resolve, reject }: Waiting, judgement: Judgement, message: Message | undefined): void {
  if (message) resolve(message);
  else if (judgement instanceof Failure) reject(judgement.error);
  else if (judgement && judgement.verdict in refusals) reject(new AppError(refusals[judgement.verdict as keyof typeof refusals]));
}
