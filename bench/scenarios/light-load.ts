/** What people feel most of the day: pairs who write to each other on a server that has time. */
import { figure, type Outcome, repeatsNote } from "../figures";
import { type Cast, type Run, Stage, sides } from "../stage";

const pairs = 20;
const perPairAndSecond = 10;

export async function lightLoad(run: Run): Promise<Omit<Outcome, "scenario">> {
  const cast = await pairsOf(run, pairs);
  await using stage = await Stage.open(run);
  for (const side of sides) await stage.connect(side, cast);
  const pattern = { senders: cast.map((_, at) => at), perSecond: pairs * perPairAndSecond, seconds: 4 * run.pace };
  const rounds = await stage.turns((side, seed) => stage.drive(side, { ...pattern, seed }));
  const noWorse = { of: "ratio", atMost: 1 } as const;
  return {
    title: `Light load: ${pairs} pairs, ${perPairAndSecond} messages a second each`,
    rounds: run.rounds,
    figures: [
      figure(rounds, { name: "acknowledgement p50", unit: "ms", target: noWorse }, ({ ack }) => ack.p50),
      figure(rounds, { name: "acknowledgement p99", unit: "ms", target: noWorse }, ({ ack }) => ack.p99),
      figure(rounds, { name: "delivery p50", unit: "ms", target: noWorse }, ({ delivery }) => delivery.p50),
      figure(rounds, { name: "delivery p99", unit: "ms", target: noWorse }, ({ delivery }) => delivery.p99),
      figure(rounds, { name: "server CPU", unit: "% of a core" }, ({ cpu, wallMs }) => (cpu.server / wallMs) * 100),
    ],
    notes: repeatsNote(rounds),
  };
}

/** The same pairs, each with one of the two on another process: everything crosses Redis. */
export async function twoProcesses(run: Run): Promise<Omit<Outcome, "scenario">> {
  const cast = await pairsOf(run, 100);
  const perSecond = 400;
  await using stage = await Stage.open(run, 2);
  for (const side of sides) await stage.connect(side, cast);
  const pattern = { senders: cast.map((_, at) => at), perSecond, seconds: 4 * run.pace };
  const rounds = await stage.turns((side, seed) => stage.drive(side, { ...pattern, seed }));
  return {
    title: `Two processes over Redis: ${perSecond} messages a second from one to the other`,
    rounds: run.rounds,
    figures: [
      figure(rounds, { name: "delivery across, p50", unit: "ms" }, ({ delivery }) => delivery.p50),
      figure(rounds, { name: "delivery across, p99", unit: "ms" }, ({ delivery }) => delivery.p99),
      figure(rounds, { name: "CPU of both per message", unit: "µs" }, ({ cpu, sends }) => (cpu.server * 1_000) / sends),
      figure(rounds, { name: "Redis CPU per message", unit: "µs" }, ({ cpu, sends }) => (cpu.redis * 1_000) / sends),
    ],
    notes: repeatsNote(rounds),
  };
}

/** Pairs, both of whom write and listen; neighbours in the cast, so that two processes have one of each. */
async function pairsOf({ world }: Run, count: number): Promise<Cast> {
  const userIds = await world.addPeople(2 * count);
  const couples = Array.from({ length: count }, (_, at) => userIds.slice(2 * at, 2 * at + 2));
  const conversations = await world.addConversations(couples);
  return [...conversations].flatMap(([id, both]) => both.map((userId) => ({ userId, conversationIds: [id], listens: true })));
}
