/**
 * Reads at a thousand messages and at two million, each as it travels: the SQL alone over `pg`, the verb in this process, and the served product
 * over a WebSocket. The bare SQL is what the verb asks, statement by statement, on one connection.
 */
import { performance } from "node:perf_hooks";
import type { ChatContext } from "../src/server/chat/context";
import { listConversations } from "../src/server/chat/list-conversations";
import { listMessages } from "../src/server/chat/list-messages";
import { encodeCursor } from "../src/server/delivery/cursor";
import { readQueue } from "../src/server/support/read-queue";
import { as } from "../src/server/testing/actors";
import type { LargeWorld } from "../src/server/testing/large-tables";
import { buildPrograms, type Programs } from "./build";
import { median } from "./figures";
import { Caller } from "./reads-caller";
import { openCluster, openPlace, type Place } from "./reads-world";

export interface ReadFigure {
  name: string;
  /** Milliseconds, medians. */
  small: Levels;
  large: Levels;
}

interface Levels {
  sql: number;
  verb: number;
  served: number;
}

interface MeasureOptions {
  say: (text: string) => void;
  programs?: Pick<Programs, "product">;
  messagesSmall?: number;
  messagesLarge?: number;
  /** Calls of each kind. */
  calls?: number;
}

interface Read {
  name: string;
  caller: (world: LargeWorld) => string;
  verb: (ctx: ChatContext, scene: Scene) => Promise<unknown>;
  served: (caller: Caller, scene: Scene) => Promise<void>;
}

/** What the calls are about. */
interface Scene {
  world: LargeWorld;
  middle: number;
  cursor: string;
}

const page = { limit: 20, archived: false };
const queue = { view: "all", limit: 20 } as const;
const newest = ({ world }: Scene) => ({ conversationId: world.longGroup, limit: 50 });
const deep = (scene: Scene) => ({ ...newest(scene), before: scene.middle });

const reads: Read[] = [
  {
    name: "messages.list, newest 50",
    caller: ({ busy }) => busy,
    verb: (ctx, scene) => listMessages(ctx, newest(scene)),
    served: (caller, scene) => caller.query("messages.list", newest(scene)),
  },
  {
    name: "messages.list, 50 deep in the history",
    caller: ({ busy }) => busy,
    verb: (ctx, scene) => listMessages(ctx, deep(scene)),
    served: (caller, scene) => caller.query("messages.list", deep(scene)),
  },
  {
    name: "conversations.list, of 20",
    caller: ({ quiet }) => quiet,
    verb: (ctx) => listConversations(ctx, page),
    served: (caller) => caller.query("conversations.list", page),
  },
  {
    name: "conversations.list, of 1,000",
    caller: ({ busy }) => busy,
    verb: (ctx) => listConversations(ctx, page),
    served: (caller) => caller.query("conversations.list", page),
  },
  {
    name: "support.queue",
    caller: ({ staff }) => staff,
    verb: (ctx) => readQueue(ctx, queue),
    served: (caller) => caller.query("support.queue", queue),
  },
  {
    name: "resume, of 20",
    caller: ({ quiet }) => quiet,
    verb: resumeAtVerb,
    served: (caller, { cursor }) => caller.resume(cursor),
  },
];

/** Measures all reads at both sizes, in turn, and says them as a table. */
export async function measureReads({
  say,
  programs: given,
  messagesSmall = 1_000,
  messagesLarge = 2_000_000,
  calls = 300,
}: MeasureOptions): Promise<ReadFigure[]> {
  await using own = given ? null : await buildPrograms();
  const programs = given ?? own;
  if (!programs) throw new Error("there is no program to measure");
  await using cluster = await openCluster();
  await using small = await openPlace(cluster.url("reads_small"), { messages: messagesSmall, programs });
  const began = performance.now();
  await using large = await openPlace(cluster.url("reads_large"), { messages: messagesLarge, programs });
  say(`${messagesLarge.toLocaleString("en")} messages filled in ${Math.round((performance.now() - began) / 1_000)} s`);
  const figures: ReadFigure[] = [];
  for (const read of reads) figures.push(await measure(read, { small, large, calls }));
  say(printed(figures));
  return figures;
}

async function measure(read: Read, { small, large, calls }: { small: Place; large: Place; calls: number }): Promise<ReadFigure> {
  const [a, b] = [await rehearse(read, small), await rehearse(read, large)];
  const times = { small: { sql: [], verb: [], served: [] }, large: { sql: [], verb: [], served: [] } } as Record<
    "small" | "large",
    Record<keyof Levels, number[]>
  >;
  // The first half warms up: people meet servers that have run for a while.
  for (let call = -calls; call < calls; call++) {
    for (const [size, levels] of [
      ["small", a.levels],
      ["large", b.levels],
    ] as const) {
      for (const level of ["sql", "verb", "served"] as const) {
        const from = performance.now();
        await levels[level]();
        if (call >= 0) times[size][level].push(performance.now() - from);
      }
    }
  }
  a.end();
  b.end();
  const medians = ({ sql, verb, served }: Record<keyof Levels, number[]>) => ({
    sql: median(sql),
    verb: median(verb),
    served: median(served),
  });
  return { name: read.name, small: medians(times.small), large: medians(times.large) };
}

/** The three ways to the same answer. */
async function rehearse(read: Read, place: Place) {
  const { world, services, bare, port } = place;
  const ctx = await as(services, read.caller(world));
  const { rows } = await bare.query<{ middle: number; epoch: string; now: string }>(
    "select last_seq / 2 + 26 as middle, i.epoch, now()::text as now from conversations c, installation i where c.id = $1",
    [world.longGroup],
  );
  const [row] = rows;
  if (!row) throw new Error("the long group is missing");
  const scene: Scene = { world, middle: row.middle, cursor: encodeCursor({ epoch: row.epoch, at: Date.parse(row.now) }) };
  const asked = await place.statementsOf(() => read.verb(ctx, scene));
  const caller = await Caller.connect(port, ctx.actor.id);
  return {
    levels: {
      async sql() {
        for (const statement of asked) await bare.query(statement);
      },
      verb: () => read.verb(ctx, scene),
      served: () => read.served(caller, scene),
    },
    end: () => caller[Symbol.dispose](),
  };
}

async function resumeAtVerb({ delivery, actor }: ChatContext, { cursor }: Scene): Promise<void> {
  const gone = new AbortController();
  const socket = { bufferedAmount: 0, write: () => undefined, close: () => undefined, terminate: () => undefined };
  const frames = delivery.listen({ actor, kind: "member", lastEventId: cursor, socket, signal: gone.signal });
  await frames.next();
  gone.abort();
  await frames.return();
}

function printed(figures: readonly ReadFigure[]): string {
  const head = [
    "ms (median)",
    "SQL small",
    "SQL large",
    "verb large",
    "served large",
    "verb large/small",
    "served large/small",
    "verb/SQL",
    "served/SQL",
  ];
  const rows = figures.map(({ name, small, large }) => [
    name,
    ...[small.sql, large.sql, large.verb, large.served].map((ms) => ms.toFixed(2)),
    ...[large.verb / small.verb, large.served / small.served, large.verb / large.sql, large.served / large.sql].map((ratio) =>
      ratio.toFixed(2),
    ),
  ]);
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ");
  return [line(head), ...rows.map(line)].join("\n");
}
