/** Reads at a thousand messages and at two million. Only the product is measured: what it stands beside is the same SQL without a chat around it. */
import { pin } from "../child";
import type { Figure, Outcome } from "../figures";
import { measureReads, type ReadFigure } from "../reads";
import type { Run } from "../stage";

export async function reads({ say, programs, pace }: Run): Promise<Omit<Outcome, "scenario">> {
  const messagesLarge = pace < 1 ? 100_000 : 2_000_000;
  const calls = pace < 1 ? 60 : 300;
  // One call at a time: its own processes run wherever there is room.
  pin(process.pid, "0,1");
  const measured = await measureReads({ say, programs, messagesLarge, calls });
  pin(process.pid, 1);
  return {
    title: `Reads: histories of 1,000 and of ${messagesLarge.toLocaleString("en")} messages`,
    rounds: calls,
    figures: measured.flatMap(figuresOf),
    notes: ["Here the rounds are calls, in turn at both sizes. Served is over the WebSocket; the verb is the same without the wire."],
  };
}

/** The two reads that the product promises to keep near their SQL, however long the history. */
const promised = /^(messages|conversations)\.list/;

function figuresOf({ name, small, large }: ReadFigure): Figure[] {
  const isPromised = promised.test(name);
  const sameTime = { of: "product", atMost: 1.3 } as const;
  const nearSql = { of: "product", atMost: 2, aim: 1.3 } as const;
  return [
    { name: `${name}: served`, unit: "ms", product: large.served },
    {
      name: `${name}: served, large beside small`,
      unit: "×",
      product: large.served / small.served,
      ...(isPromised && { target: sameTime }),
    },
    { name: `${name}: verb beside bare SQL`, unit: "×", product: large.verb / large.sql, ...(isPromised && { target: nearSql }) },
    { name: `${name}: served beside bare SQL`, unit: "×", product: large.served / large.sql, ...(isPromised && { target: nearSql }) },
  ];
}
