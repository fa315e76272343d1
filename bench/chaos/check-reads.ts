/** What a read must hold: I7, I10, I11, I13. */
import type { Check, Report, Sent } from "./check";
import { grouped, type Op } from "./history";

interface Read {
  client: string;
  conversation: string;
  invoked: number;
  ended: number;
  newest: number;
}

export class ReadCheck implements Check {
  readonly #reads: Read[] = [];

  constructor(
    private readonly report: Report,
    private readonly sends: ReadonlyMap<string, Sent>,
  ) {}

  take(op: Op): void {
    if (op.f !== "read") return;
    const { client, conversation, invoked, ended, messages } = op;
    this.#reads.push({ client, conversation, invoked, ended, newest: messages.at(-1)?.seq ?? 0 });
    if (messages.some(({ seq }, at) => at > 0 && seq !== (messages[at - 1]?.seq ?? 0) + 1))
      this.report("I7", `${client} read a page of ${conversation} with a hole`);
  }

  /**
   * I10, I13: a read holds everything that was acknowledged, or read by anybody, before it began. I11: never less than an earlier read of the
   * same client, whichever process answers it.
   */
  end(): void {
    const acknowledged = grouped(
      [...this.sends.values()].filter(({ seq }) => seq > 0),
      ({ conversation }) => conversation,
    );
    for (const [conversation, reads] of grouped(this.#reads, (read) => read.conversation)) {
      const acks = highestBy(acknowledged.get(conversation) ?? [], ({ acknowledged, seq }) => [acknowledged, seq]);
      const seen = highestBy(reads, ({ ended, newest }) => [ended, newest]);
      for (const { client, invoked, newest } of reads) {
        const owed = acks(invoked);
        if (newest < owed) this.report("I10", `${client} read ${conversation} up to ${newest} after ${owed} was acknowledged`);
        const others = seen(invoked);
        if (newest < others) this.report("I13", `${client} read ${conversation} up to ${newest} after ${others} had been read`);
      }
      for (const [client, own] of grouped(reads, (read) => read.client)) {
        let before = 0;
        for (const { newest } of own) {
          if (newest < before) this.report("I11", `${client} went back in ${conversation} from ${before} to ${newest}`);
          before = newest;
        }
      }
    }
  }
}

/** Answers the highest value that had come before a moment. */
function highestBy<T>(items: readonly T[], read: (item: T) => [at: number, value: number]): (moment: number) => number {
  const steps = items.map(read).sort(([a], [b]) => a - b);
  let highest = 0;
  for (const step of steps) step[1] = highest = Math.max(highest, step[1]);
  return (moment) => {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle]?.[0] ?? 0) < moment) low = middle + 1;
      else high = middle;
    }
    return steps[low - 1]?.[1] ?? 0;
  };
}
