/** Durable sends, as fast as they are acknowledged: a hundred at a time, spread over pairs or all into one conversation. */
import { type Figure, figure, type Outcome, repeatsNote } from "../figures";
import type { Side } from "../load/crowd";
import type { Driven } from "../load/drive";
import { type Cast, type Run, Stage } from "../stage";
import { singleRowInserts } from "./floors";

const pairs = 100;

/** Each pair has a conversation of its own; one of the two writes, both listen. */
export async function sends(run: Run): Promise<Omit<Outcome, "scenario">> {
  const userIds = await run.world.addPeople(2 * pairs);
  const couples = Array.from({ length: pairs }, (_, at) => userIds.slice(2 * at, 2 * at + 2));
  const conversations = await run.world.addConversations(couples);
  const cast: Cast = [...conversations].flatMap(([id, both]) => both.map((userId) => ({ userId, conversationIds: [id], listens: true })));
  await using stage = await Stage.open(run);
  for (const side of ["product", "peer"] as const) await stage.connect(side, cast);
  const senders = Array.from({ length: pairs }, (_, at) => 2 * at);
  const rounds = await stage.turns((side) => stage.drive(side, { senders, seconds: 4 * run.pace }));
  return {
    title: "Durable sends: 100 pairs, one message in flight each",
    rounds: run.rounds,
    figures: [
      figure(rounds, { name: "acknowledged sends", unit: "/s", target: { of: "ratio", atLeast: 2.5, aim: 4 } }, perSecond),
      figure(rounds, { name: "server CPU per send", unit: "µs", target: { of: "ratio", atMost: 0.5, aim: 0.35 } }, cpuPerSend),
      ...besidePgbench(run, rounds),
      ...details(rounds),
    ],
    notes: repeatsNote(rounds),
  };
}

/** A hundred write into one conversation that two others listen to, beside the same hundred with a conversation each. */
export async function hotConversation(run: Run): Promise<Omit<Outcome, "scenario">> {
  const userIds = await run.world.addPeople(pairs + 2);
  const [first = "", second = "", ...writers] = userIds;
  const spread = await run.world.addConversations(writers.map((userId) => [userId, first, second]));
  const [hot = ""] = (await run.world.addConversations([userIds])).keys();
  const listening = [first, second].map((userId) => ({ userId, conversationIds: [hot, ...spread.keys()], listens: true }));
  const writing = (of: (at: number) => string) => writers.map((userId, at) => ({ userId, conversationIds: [of(at)], listens: false }));
  const spreadIds = [...spread.keys()];
  await using stage = await Stage.open(run);
  for (const side of ["product", "peer"] as const) {
    await stage.connect(side, [...listening, ...writing(() => hot), ...writing((at) => spreadIds[at] ?? "")]);
  }
  const places = (from: number) => Array.from({ length: pairs }, (_, at) => from + at);
  const rounds = await stage.turns(async (side) => ({
    hot: await stage.drive(side, { senders: places(2), seconds: 2 * run.pace }),
    spread: await stage.drive(side, { senders: places(2 + pairs), seconds: 2 * run.pace }),
  }));
  return {
    title: "One hot conversation: 100 writers, 2 listeners",
    rounds: run.rounds,
    figures: [
      figure(
        rounds,
        { name: "hot beside spread out", unit: "×", target: { of: "product", atLeast: 0.7 } },
        (round) => perSecond(round.hot) / perSecond(round.spread),
      ),
      figure(rounds, { name: "acknowledged sends, hot", unit: "/s" }, (round) => perSecond(round.hot)),
      figure(rounds, { name: "acknowledged sends, spread out", unit: "/s" }, (round) => perSecond(round.spread)),
    ],
    notes: [],
  };
}

function besidePgbench(run: Run, rounds: Record<Side, Driven[]>): Figure[] {
  const inserts = run.known.get(singleRowInserts);
  if (!inserts) return [];
  const { product } = figure(rounds, { name: "", unit: "" }, perSecond);
  const target = { of: "product", atLeast: 0, aim: 1 } as const;
  return [{ name: "sends beside single-row inserts of PostgreSQL alone", unit: "×", product: product / inserts, target }];
}

function perSecond({ sends: count, wallMs }: Driven): number {
  return (count / wallMs) * 1_000;
}

function cpuPerSend({ cpu, sends: count }: Driven): number {
  return (cpu.server * 1_000) / count;
}

function details(rounds: Record<Side, Driven[]>): Figure[] {
  return [
    figure(rounds, { name: "acknowledgement p50", unit: "ms" }, ({ ack }) => ack.p50),
    figure(rounds, { name: "acknowledgement p99", unit: "ms" }, ({ ack }) => ack.p99),
    figure(rounds, { name: "delivery p50", unit: "ms" }, ({ delivery }) => delivery.p50),
    figure(rounds, { name: "PostgreSQL CPU per send", unit: "µs" }, ({ cpu, sends: count }) => (cpu.postgres * 1_000) / count),
    figure(rounds, { name: "Redis CPU per send", unit: "µs" }, ({ cpu, sends: count }) => (cpu.redis * 1_000) / count),
    figure(
      rounds,
      { name: "the load's own CPU per send", unit: "µs" },
      ({ generatorCpuMs, sends: count }) => (generatorCpuMs * 1_000) / count,
    ),
  ];
}
