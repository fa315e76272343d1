import { expect, it } from "vitest";
import { OutboxLanes, type WaitingMessage } from "./outbox-lanes";

function waiting(id: string, place: number, details: Partial<WaitingMessage> = {}): WaitingMessage {
  return { id, conversationId: "c", content: id, replyToId: null, writtenAt: 0, state: "pending", error: null, place, ...details };
}

it("keeps the order of writing, whatever clocks and ids say and in whatever order messages come", () => {
  const lanes = new OutboxLanes(() => undefined);
  // The device's clock was set back a day between the two: ids made from it stand in the other order.
  lanes.put(waiting("z", 1, { writtenAt: 86_400_000 }));
  lanes.put(waiting("a", 2));
  lanes.put(waiting("m", 0));
  expect(lanes.of("c").map(({ id }) => id)).toEqual(["m", "z", "a"]);
  expect(lanes.nextPlace()).toBe(3);
});

it("orders what two tabs wrote at a time the same in both", () => {
  const [left, right] = [new OutboxLanes(() => undefined), new OutboxLanes(() => undefined)];
  const [one, other] = [waiting("a", 1), waiting("b", 1)];
  for (const message of [one, other]) left.put(message);
  for (const message of [other, one]) right.put(message);
  expect(left.of("c")).toEqual(right.of("c"));
});

it("has a message once, in its last state, until it is taken out", () => {
  const changed: string[] = [];
  const lanes = new OutboxLanes((id) => changed.push(id));
  lanes.put(waiting("a", 1));
  lanes.put(waiting("a", 1, { state: "failed" }));
  lanes.put(waiting("b", 2, { conversationId: "d" }));
  expect([lanes.count, lanes.countPending()]).toEqual([2, 1]);
  expect(lanes.remove("a")).toBe(true);
  expect(lanes.remove("a")).toBe(false);
  expect(lanes.of("c")).toEqual([]);
  expect(changed).toEqual(["c", "c", "d", "c"]);
});
