/** Connections that are signed in, listen, and say nothing but what keeps their line open. */
import { cpuBetween, readCpu } from "../cpu";
import { figure, type Outcome } from "../figures";
import { pause } from "../load/crowd";
import { type Cast, type Run, Stage, sides } from "../stage";

/** The peer's heartbeats come once in this time, the product's three times. */
const heartbeatSeconds = 25;
const windowMs = 10_000;

export async function idle(run: Run): Promise<Omit<Outcome, "scenario">> {
  const connections = Math.round(1_000 * run.pace) * 5;
  const userIds = await run.world.addPeople(connections);
  // In fives, as small groups are.
  const groups = Array.from({ length: connections / 5 }, (_, at) => userIds.slice(5 * at, 5 * at + 5));
  const conversations = await run.world.addConversations(groups);
  const cast: Cast = [...conversations].flatMap(([id, ids]) => ids.map((userId) => ({ userId, conversationIds: [id], listens: true })));
  const memory = { product: [] as number[], peer: [] as number[] };
  const cpu = { product: [] as number[], peer: [] as number[] };
  for (let round = 1; round <= run.rounds; round++) {
    await using stage = await Stage.open(run);
    const isLast = round === run.rounds;
    for (const side of sides) {
      const [server] = stage.servers[side];
      // What any connection makes the process load and compile is not the connections' cost.
      await stage.connect(side, cast.slice(0, 200), { crowd: "warm-up" });
      await stage.generator.tell("close", { crowd: "warm-up" });
      const before = (await server?.memory()) ?? 0;
      // The last ones stay: so evenly that their heartbeats are spread.
      await stage.connect(side, cast, isLast ? { perSecond: connections / (heartbeatSeconds * run.pace) } : {});
      memory[side].push((((await server?.memory()) ?? 0) - before) / connections / 1024);
    }
    if (isLast) await silence(stage, cpu);
  }
  return {
    title: `${connections.toLocaleString("en")} idle connections, signed in and listening`,
    rounds: run.rounds,
    figures: [
      figure(memory, { name: "memory per connection", unit: "KB", target: { of: "ratio", atMost: 1.5, aim: 1 } }, (value) => value),
      figure(cpu, { name: "CPU of all of them", unit: "% of a core", target: { of: "product", atMost: 2 } }, (value) => value),
    ],
    notes: [],
  };
}

/** Both sides are silent at the same time; each one's CPU time is its own. */
async function silence(stage: Stage, cpu: Record<"product" | "peer", number[]>): Promise<void> {
  const { run } = stage;
  const profiled = run.profileTo ? stage.servers.product[0] : undefined;
  await pause(3_000);
  await profiled?.startProfile();
  for (let window = 0; window < run.rounds; window++) {
    const read = () => ({ product: readCpu(stage.watched("product")), peer: readCpu(stage.watched("peer")) });
    const [before, began] = [read(), performance.now()];
    await pause(windowMs * run.pace);
    const [after, tookMs] = [read(), performance.now() - began];
    for (const side of sides) cpu[side].push((cpuBetween(before[side], after[side]).server / tookMs) * 100);
  }
  if (run.profileTo) await profiled?.endProfile(run.profileTo);
}
