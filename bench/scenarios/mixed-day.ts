/** What a gym does all day, at once: mostly small groups, some pairs, a few classes; typing around each message, presence, receipts. */
import { seededRandom } from "../chaos/random";
import { figure, type Outcome, repeatsNote } from "../figures";
import { type Cast, type Run, Stage, sides } from "../stage";

const people = 600;
const perSecond = 100;
/** The share of conversations of each kind, and how many take part. */
const kinds = [
  { share: 0.8, sizes: [3, 6] },
  { share: 0.15, sizes: [2, 2] },
  { share: 0.05, sizes: [25, 40] },
] as const;
const conversationsOfAll = 500;

export async function mixedDay(run: Run): Promise<Omit<Outcome, "scenario">> {
  const cast = await castOf(run);
  await using stage = await Stage.open(run);
  for (const side of sides) {
    await stage.connect(side, cast);
    await stage.generator.tell("watch", { crowd: side });
  }
  const mix = { seconds: 5 * run.pace, perSecond, readers: 0.3 };
  const rounds = await stage.turns((side, seed) =>
    stage.generator.tell("mix", { crowd: side, mix: { ...mix, side, seed }, watched: stage.watched(side) }),
  );
  return {
    title: `A mixed day: ${people} people, ${perSecond} messages a second, typing, presence, receipts`,
    rounds: run.rounds,
    figures: [
      figure(rounds, { name: "server CPU per message, everything in it", unit: "µs" }, ({ cpu, sends }) => (cpu.server * 1_000) / sends),
      figure(rounds, { name: "PostgreSQL CPU per message", unit: "µs" }, ({ cpu, sends }) => (cpu.postgres * 1_000) / sends),
      figure(rounds, { name: "Redis CPU per message", unit: "µs" }, ({ cpu, sends }) => (cpu.redis * 1_000) / sends),
      figure(rounds, { name: "acknowledgement p50", unit: "ms" }, ({ ack }) => ack.p50),
      figure(rounds, { name: "acknowledgement p99", unit: "ms" }, ({ ack }) => ack.p99),
      figure(rounds, { name: "delivery p50", unit: "ms" }, ({ delivery }) => delivery.p50),
      figure(rounds, { name: "delivery p99", unit: "ms" }, ({ delivery }) => delivery.p99),
    ],
    notes: repeatsNote(rounds),
  };
}

async function castOf({ world }: Run): Promise<Cast> {
  const random = seededRandom(7);
  const userIds = await world.addPeople(people);
  const groups = kinds.flatMap(({ share, sizes: [least, most] }) =>
    Array.from({ length: share * conversationsOfAll }, () => some(userIds, least + Math.trunc(random() * (most - least + 1)), random)),
  );
  const conversations = await world.addConversations(groups);
  const takesPart = new Map<string, string[]>(userIds.map((id) => [id, []]));
  for (const [id, ids] of conversations) for (const userId of ids) takesPart.get(userId)?.push(id);
  return [...takesPart].flatMap(([userId, conversationIds]) =>
    conversationIds.length === 0 ? [] : [{ userId, conversationIds, listens: true }],
  );
}

function some<T>(all: readonly T[], count: number, random: () => number): T[] {
  const chosen = new Set<T>();
  while (chosen.size < count) {
    const one = all[Math.trunc(random() * all.length)];
    if (one !== undefined) chosen.add(one);
  }
  return [...chosen];
}
