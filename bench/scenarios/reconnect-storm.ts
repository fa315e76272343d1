/** Everybody's line is cut at once, and everybody comes back at once. */
import { figure, type Outcome } from "../figures";
import { type Run, Stage, sides } from "../stage";

export async function reconnectStorm(run: Run): Promise<Omit<Outcome, "scenario">> {
  const connections = Math.round(2_000 * run.pace);
  const userIds = await run.world.addPeople(connections);
  const groups = Array.from({ length: connections / 5 }, (_, at) => userIds.slice(5 * at, 5 * at + 5));
  const conversations = await run.world.addConversations(groups);
  const cast = [...conversations].flatMap(([id, ids]) => ids.map((userId) => ({ userId, conversationIds: [id], listens: true })));
  await using stage = await Stage.open(run);
  for (const side of sides) await stage.connect(side, cast);
  const rounds = await stage.turns((side) => stage.generator.tell("storm", { crowd: side, watched: stage.watched(side) }));
  return {
    title: `Reconnect storm: ${connections.toLocaleString("en")} connections cut at once`,
    rounds: run.rounds,
    figures: [
      figure(rounds, { name: "until all are back", unit: "ms" }, ({ wallMs }) => wallMs),
      figure(rounds, { name: "server CPU per connection", unit: "µs" }, ({ serverCpuMs }) => (serverCpuMs * 1_000) / connections),
    ],
    notes: ["Back means: signed in, and listening (the peer: signed in, and in the rooms again)."],
  };
}
