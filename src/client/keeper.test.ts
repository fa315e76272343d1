import { expect, it } from "vitest";
import type { Message } from "../shared/messages";
import type { Me } from "../shared/people";
import type { Clock } from "./clock";
import { Device } from "./device";
import { keptOf } from "./device-records";
import { Keeper } from "./keeper";
import { keptLimits } from "./kept-limits";
import { memoryStorage } from "./memory-storage";
import { Store } from "./store";
import { exampleConversation, exampleMessage } from "./testing/example-conversation";

const me = { id: "ada", name: "Ada", gym: { id: "g" } } as Me;
/** Nothing happens by itself: tests say when to write. */
const clock: Clock = { now: () => 0, after: () => () => undefined, random: () => 0 };

/** A device with `count` conversations of so many messages each. */
async function kept(count: number, messagesOf: (at: number) => Message[]) {
  const storage = memoryStorage();
  const device = new Device({ storage, clock, onHealth: () => undefined, onRetry: () => undefined, onForgotten: () => undefined });
  device.open("ada");
  await device.read(() => undefined);
  const store = new Store();
  store.viewerId = "ada";
  for (let at = 0; at < count; at++) {
    const messages = messagesOf(at);
    const last = messages.at(-1);
    store.restore(exampleConversation({ id: `c${at}`, lastSeq: last?.seq ?? 0, lastMessage: last ?? null, messages }), 1);
  }
  const worth = { isFirst: true };
  const keeper = new Keeper({
    device,
    store,
    clock,
    leads: () => true,
    snapshot: () => ({ me, cursor: "life.1", deskCursor: null, isWhole: true, cases: [], counts: null, marks: {} }),
    worthKeeping: () => [...store.all()].slice(0, worth.isFirst ? keptLimits.conversations : 1),
  });
  keeper.start([]);
  const read = async () => keptOf("ada", await storage.read("ada/"));
  return { storage, device, store, keeper, worth, read };
}

const run = (from: number, to: number, content = "hello") =>
  Array.from({ length: to - from + 1 }, (_, at) => exampleMessage(from + at, { content }));

it("keeps the newest messages of a conversation without a hole, and no more than its bound", async () => {
  const { keeper, read } = await kept(2, (at) => (at === 0 ? run(1, 200) : [...run(1, 5), ...run(9, 12)]));
  await keeper.flush();
  const { conversations } = await read();
  const seqs = conversations.map(({ conversation }) => conversation.messages.map(({ seq }) => seq));
  expect(seqs[0]).toEqual(
    Array.from({ length: keptLimits.messagesPerConversation }, (_, at) => 200 - keptLimits.messagesPerConversation + 1 + at),
  );
  expect(seqs[1]).toEqual([9, 10, 11, 12]);
});

it("keeps of the quietest only the last message once there is enough", async () => {
  const { keeper, read, storage } = await kept(50, () => run(1, 50, "x".repeat(2_000)));
  await keeper.flush();
  const { conversations } = await read();
  expect(conversations).toHaveLength(50);
  const lengths = new Set(conversations.map(({ conversation }) => conversation.messages.length));
  expect(lengths).toEqual(new Set([50, 1]));
  expect(JSON.stringify(await storage.read("")).length).toBeLessThan(keptLimits.messageCharacters * 1.3);
});

it("takes away what is not worth keeping any more, and tells of no conversation that it did not write", async () => {
  const { keeper, store, read, worth } = await kept(3, () => run(1, 3));
  await keeper.flush();
  expect((await read()).snapshot?.ids).toEqual(["c0", "c1", "c2"]);
  worth.isFirst = false;
  store.addMessages("c0", [exampleMessage(4)]);
  await keeper.flush();
  const after = await read();
  expect(after.conversations.map(({ conversation }) => [conversation.id, conversation.lastSeq])).toEqual([["c0", 4]]);
  expect(after.snapshot?.ids).toEqual(["c0"]);
});

it("writes everything again once the snapshot was taken away to make room", async () => {
  const { keeper, device, read } = await kept(3, () => run(1, 3));
  await keeper.flush();
  await device.forgetSnapshot();
  expect((await read()).conversations).toEqual([]);
  keeper.writeAgain();
  await keeper.flush();
  expect((await read()).conversations).toHaveLength(3);
});
