import { type AppErrorShape, readAppError } from "../shared/errors";
import type { Message } from "../shared/messages";
import { backoffMs } from "./backoff";
import { type Clock, pause } from "./clock";
import type { Connection } from "./connection";
import { ConnectionLost } from "./connection-lost";
import type { OutboxLanes, WaitingMessage } from "./outbox-lanes";
import { endsSignIn } from "./sign-in";

/** After this many answers of INTERNAL a message is shown as failed: it, and not the moment, may be the trouble. */
const internalErrorsMax = 8;
/** A send that is not answered after this long on a connection that lives is made again; its id keeps it single. */
const answerWithinMs = 20_000;

interface Parts {
  lanes: OutboxLanes;
  connection: Connection;
  clock: Clock;
  /** Whether this tab sends, and the server knows it by the name of those who wrote. */
  maySend: () => boolean;
  onSent: (message: WaitingMessage, sent: Message, tookMs: number) => void;
  onRefused: (message: WaitingMessage, error: AppErrorShape) => void;
}

/** Sends what waits: in a conversation one message after the other, and conversations without waiting for each other. */
export class OutboxSender {
  readonly #parts: Parts;
  /** Conversations whose messages are being sent now. */
  readonly #sending = new Set<string>();
  /** Rate limits are a user's, not a conversation's: until then, everything holds. Epoch milliseconds. */
  #holdUntil = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Goes on wherever something waits. */
  goAll(): void {
    for (const conversationId of this.#parts.lanes.conversationIds()) this.go(conversationId);
  }

  go(conversationId: string): void {
    if (this.#sending.has(conversationId)) return;
    this.#sending.add(conversationId);
    void this.#send(conversationId);
  }

  async #send(conversationId: string): Promise<void> {
    const { lanes, clock, maySend } = this.#parts;
    for (let attempt = 0, last = ""; ; ) {
      const message = lanes.of(conversationId).find(({ state }) => state === "pending");
      if (!message || !maySend()) {
        // At once: what is written before this promise has settled must find nobody at work.
        this.#sending.delete(conversationId);
        return;
      }
      const holdMs = this.#holdUntil - clock.now();
      // A clock that was set back would hold for as long.
      if (holdMs > 0 && holdMs < 120_000) {
        await pause(clock, holdMs + backoffMs(0, clock.random()));
        continue;
      }
      attempt = message.id === last ? attempt + 1 : 0;
      last = message.id;
      const waitMs = await this.#try(message, attempt);
      if (waitMs > 0) await pause(clock, waitMs);
    }
  }

  /** Sends once. Answers how many ms to wait before the next try of this conversation. */
  async #try(message: WaitingMessage, attempt: number): Promise<number> {
    const { connection, clock, maySend, onSent, onRefused } = this.#parts;
    const startedAt = clock.now();
    try {
      onSent(message, await this.#ask(message), clock.now() - startedAt);
      return 0;
    } catch (error) {
      const app = readAppError(error);
      // Whoever signs in again goes on; a message is not failed because of it.
      if (endsSignIn(error) || !connection.isOpen || !maySend()) return 0;
      if (app?.code === "RATE_LIMITED") {
        this.#holdUntil = clock.now() + (app.retryAfterMs ?? 1_000);
        return 0;
      }
      const isHopeless = app && (!app.retry || (app.code === "INTERNAL" && attempt + 1 >= internalErrorsMax));
      if (isHopeless) onRefused(message, app);
      return isHopeless ? 0 : (app?.retryAfterMs ?? 0) + backoffMs(app?.retryAfterMs ? 0 : attempt, clock.random());
    }
  }

  #ask({ id, conversationId, content, replyToId, afterSeq }: WaitingMessage): Promise<Message> {
    const { connection, clock } = this.#parts;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(answerWithinMs, () => reject(new ConnectionLost()));
      connection
        .call((api) => api.messages.send.mutate({ id, conversationId, content, replyToId, afterSeq }))
        .then(resolve, reject)
        .finally(cancel);
    });
  }
}
