/** One conversation that many listen to, written into at a rate by people who only write. */
import { figure, type Outcome, repeatsNote } from "../figures";
import { type Cast, type Run, Stage } from "../stage";

export interface FanOut {
  listeners: number;
  perSecond: number;
  seconds: number;
  cpuTarget?: { atMost: number; aim: number };
}

const writersMax = 50;

export async function fanOut(run: Run, { listeners, perSecond, seconds, cpuTarget }: FanOut): Promise<Omit<Outcome, "scenario">> {
  const writers = Math.min(writersMax, perSecond);
  const userIds = await run.world.addPeople(listeners + writers);
  const [id = ""] = (await run.world.addConversations([userIds])).keys();
  const cast: Cast = userIds.map((userId, at) => ({ userId, conversationIds: [id], listens: at >= writers }));
  await using stage = await Stage.open(run);
  for (const side of ["product", "peer"] as const) await stage.connect(side, cast);
  const senders = Array.from({ length: writers }, (_, at) => at);
  const rounds = await stage.turns((side, seed) => stage.drive(side, { senders, perSecond, seconds: seconds * run.pace, seed }));
  const noWorse = { of: "ratio", atMost: 1 } as const;
  return {
    title: `${listeners.toLocaleString("en")} listeners, ${perSecond} messages a second`,
    rounds: run.rounds,
    figures: [
      figure(
        rounds,
        { name: "server CPU per delivery", unit: "µs", ...(cpuTarget && { target: { of: "ratio", ...cpuTarget } }) },
        ({ cpu, deliveries }) => (cpu.server * 1_000) / deliveries,
      ),
      figure(rounds, { name: "delivery p50", unit: "ms", ...(cpuTarget && { target: noWorse }) }, ({ delivery }) => delivery.p50),
      figure(rounds, { name: "delivery p99", unit: "ms", ...(cpuTarget && { target: noWorse }) }, ({ delivery }) => delivery.p99),
      figure(rounds, { name: "server CPU", unit: "% of a core" }, ({ cpu, wallMs }) => (cpu.server / wallMs) * 100),
    ],
    notes: repeatsNote(rounds),
  };
}
