/** What a fault cost: how long those it cut off waited until a send of theirs was acknowledged again, and how slow sends were meanwhile. */
import { Delays } from "./delays";
import type { Op } from "./history";

/** Sends that begin this long after a fault has healed still count to it. */
const aftermathMs = 5_000;

interface Running {
  kind: string;
  began: number;
  healed: number | null;
  /** Who was cut off and has no acknowledgement since. */
  waiting: Set<string>;
  hasAcknowledgement: boolean;
}

/** The costs of one kind of fault. */
export interface Cost {
  count: number;
  /** From the fault until each of those it cut off had a send acknowledged again. */
  until: Delays;
  /** From the end of the fault until the first acknowledgement of anybody. */
  first: Delays;
  /** Of sends that began while it lasted or shortly after: from the first attempt to the acknowledgement. */
  acknowledged: Delays;
  /** Of others' messages while it lasted or shortly after: from the first attempt of the send. */
  delivered: Delays;
  /** Of others' messages too, from the acknowledgement: how long somebody heard nothing of what was there. */
  gaps: Delays;
  /** How long it took to end a process in order. */
  drains: Delays;
}

export class Recovery {
  readonly costs = new Map<string, Cost>();
  /** Attempts under faults, and those of them whose answer never came. */
  attempts = 0;
  unknown = 0;
  #running: Running | null = null;
  /** Send → when it was first tried, while it is not acknowledged. */
  readonly #began = new Map<string, number>();
  /** Sends that waited for their limit: when they were first tried says nothing of the delivery. */
  readonly #limited = new Set<string>();
  /** Send → when it was acknowledged, since the last fault began. */
  readonly #acknowledged = new Map<string, number>();

  /** A fault begins now; the last one's aftermath ends. `cutOff` are the clients that it concerns. */
  begin(kind: string, at: number, cutOff: Iterable<string>): void {
    this.#acknowledged.clear();
    this.#running = { kind, began: at, healed: null, waiting: new Set(cutOff), hasAcknowledgement: false };
    this.#cost(kind).count++;
  }

  /** What the fault broke stands again. */
  heal(at: number): void {
    if (this.#running) this.#running.healed = at;
  }

  drained(ms: number): void {
    if (this.#running) this.#cost(this.#running.kind).drains.add(ms);
  }

  take(op: Op): void {
    if (op.f !== "send") return;
    if (!this.#began.has(op.id)) this.#began.set(op.id, op.invoked);
    const began = this.#began.get(op.id) ?? op.invoked;
    // Told to come later, the sender waits for its limit and not for us.
    if (op.outcome !== "unknown") this.#began.delete(op.id);
    if (op.outcome === "later") this.#limited.add(op.id);
    const running = this.#running;
    if (!running) return;
    const until = running.healed === null ? Number.POSITIVE_INFINITY : running.healed + aftermathMs;
    const isUnder = op.ended >= running.began && op.invoked <= until;
    if (isUnder && op.outcome !== "later") this.attempts++;
    if (isUnder && op.outcome === "unknown") this.unknown++;
    if (op.outcome !== "ok") return;
    if (!this.#acknowledged.has(op.id)) this.#acknowledged.set(op.id, op.ended);
    const cost = this.#cost(running.kind);
    if (isUnder) cost.acknowledged.add(op.ended - began);
    if (op.invoked < running.began) return;
    if (running.waiting.delete(op.client)) cost.until.add(op.ended - running.began);
    if (running.healed !== null && op.ended >= running.healed && !running.hasAcknowledgement) {
      running.hasAcknowledgement = true;
      cost.first.add(op.ended - running.healed);
    }
  }

  /** A message of somebody else's came. Answers whether its delay is one of delivery. */
  delivered(at: number, { id, delayMs }: { id: string; delayMs: number }): boolean {
    if (this.#limited.has(id)) return false;
    const running = this.#running;
    if (!running || (running.healed !== null && at > running.healed + aftermathMs)) return true;
    const cost = this.#cost(running.kind);
    cost.delivered.add(delayMs);
    // What came before its acknowledgement left no gap.
    const acknowledgedAt = this.#acknowledged.get(id);
    if (acknowledgedAt !== undefined) cost.gaps.add(at - acknowledgedAt);
    return true;
  }

  #cost(kind: string): Cost {
    let cost = this.costs.get(kind);
    if (!cost) {
      cost = {
        count: 0,
        until: new Delays(),
        first: new Delays(),
        acknowledged: new Delays(),
        delivered: new Delays(),
        gaps: new Delays(),
        drains: new Delays(),
      };
      this.costs.set(kind, cost);
    }
    return cost;
  }
}
