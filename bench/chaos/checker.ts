/**
 * Judges a history: what must hold of every run, whatever was killed in it. Each violation names the invariant it breaks. The checker knows nothing
 * of how the product works, and is itself tested against histories with planted faults. It takes one operation after the other and keeps of a
 * delivery two numbers, so that a run of millions of deliveries is judged while it lasts.
 */
import type { Check, Report } from "./check";
import { AccessCheck } from "./check-access";
import { LogCheck } from "./check-log";
import { OrderCheck } from "./check-order";
import { ReadCheck } from "./check-reads";
import type { Op, StoredOp } from "./history";

export interface Violation {
  invariant: string;
  text: string;
}

export interface Counts {
  sends: number;
  acknowledged: number;
  refused: number;
  unknown: number;
  applied: number;
  repeats: number;
  resyncs: number;
  reads: number;
  removals: number;
  /** Questions asked, and fleeting things told, beside the log. */
  peeks: number;
}

export interface Verdict {
  violations: Violation[];
  counts: Counts;
}

/** Enough to see what went wrong; a run that breaks everything must not fill the memory. */
const violationsMax = 2_000;

export class Checker {
  readonly counts: Counts = {
    sends: 0,
    acknowledged: 0,
    refused: 0,
    unknown: 0,
    applied: 0,
    repeats: 0,
    resyncs: 0,
    reads: 0,
    removals: 0,
    peeks: 0,
  };
  readonly #violations: Violation[] = [];
  readonly #stored = new Map<string, StoredOp>();
  readonly #log: LogCheck;
  readonly #checks: Check[];

  constructor() {
    const report: Report = (invariant, text) => {
      if (this.#violations.length < violationsMax) this.#violations.push({ invariant, text });
    };
    this.#log = new LogCheck(report);
    const sends = this.#log.sends;
    this.#checks = [this.#log, new OrderCheck(report), new ReadCheck(report, sends), new AccessCheck(report, sends)];
  }

  /** How many messages were acknowledged so far. */
  get acknowledged(): number {
    return this.#log.acknowledged;
  }

  take(op: Op): void {
    this.#count(op);
    if (op.f === "stored") this.#stored.set(op.conversation, op);
    for (const check of this.#checks) check.take(op);
  }

  /** The judgement of everything taken. To be asked once. */
  verdict(): Verdict {
    for (const check of this.#checks) check.end(this.#stored);
    this.counts.sends = this.#log.sends.size;
    this.counts.acknowledged = this.#log.acknowledged;
    return { violations: this.#violations, counts: this.counts };
  }

  #count(op: Op): void {
    const { counts } = this;
    if (op.f === "send" && op.outcome === "fail") counts.refused++;
    else if (op.f === "send" && op.outcome === "unknown") counts.unknown++;
    else if (op.f === "apply") op.isRepeat ? counts.repeats++ : counts.applied++;
    else if (op.f === "reset") counts.resyncs++;
    else if (op.f === "read") counts.reads++;
    else if (op.f === "removed") counts.removals++;
    else if (op.f === "peek") counts.peeks++;
  }
}

/** Everything that is wrong with a history; nothing, if the run was right. */
export function judge(history: Iterable<Op>): Verdict {
  const checker = new Checker();
  for (const op of history) checker.take(op);
  return checker.verdict();
}
