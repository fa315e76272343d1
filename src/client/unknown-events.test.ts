import { expect, it } from "vitest";
import { hurriedClock } from "../server/testing/hurried-clock";
import { AppError, errorShape } from "../shared/errors";
import type { ReceiptEvent } from "../shared/events";
import { ConnectionLost } from "./connection-lost";
import { UnknownEvents } from "./unknown-events";

function receipt(readSeq: number, conversationId = "c"): ReceiptEvent {
  return {
    type: "receipt",
    conversationId,
    version: readSeq,
    userId: "ada",
    deliveredSeq: readSeq,
    readSeq,
    readAt: "2026-01-01T10:00:00.000Z",
  };
}

/** Each read is answered by the next of these. */
function open(...answers: (() => Promise<void> | void)[]) {
  const applied: string[] = [];
  const settled = { count: 0 };
  const reads = { count: 0 };
  const events: UnknownEvents = new UnknownEvents({
    clock: hurriedClock(100),
    fetch: async () => {
      await answers[reads.count++]?.();
    },
    apply: (event) => {
      if (event.type === "receipt") applied.push(`${event.conversationId}${event.readSeq}`);
    },
    onSettled: () => void settled.count++,
  });
  return { events, applied, settled, reads };
}

function refused(code: "NOT_A_PARTICIPANT" | "RATE_LIMITED"): () => Promise<void> {
  return () => Promise.reject(Object.assign(new AppError(code), { data: { app: errorShape(code) } }));
}

it("applies what came while a conversation was read, in order, and then has nothing left", async () => {
  let answer: () => void = () => undefined;
  const { events, applied, settled, reads } = open(() => new Promise((resolve) => (answer = resolve)));
  events.add(receipt(1));
  events.add(receipt(2));
  expect([events.isEmpty, events.has("c"), events.has("d")]).toEqual([false, true, false]);
  answer();
  await expect.poll(() => settled.count).toBe(1);
  expect(applied).toEqual(["c1", "c2"]);
  expect([events.isEmpty, reads.count]).toEqual([true, 1]);
});

it("reads again what the server could not give, and after a lost connection when there is one again", async () => {
  const { events, applied, reads } = open(refused("RATE_LIMITED"), () => Promise.reject(new ConnectionLost()));
  events.add(receipt(1));
  await expect.poll(() => reads.count).toBe(2);
  expect(applied).toEqual([]);
  events.add(receipt(2));
  expect(reads.count).toBe(2);
  events.resume();
  await expect.poll(() => applied).toEqual(["c1", "c2"]);
});

it("forgets what the viewer may not read, but asks once more when something has happened since the question", async () => {
  let refuse: () => void = () => undefined;
  const late = () => new Promise<void>((_, reject) => (refuse = () => refused("NOT_A_PARTICIPANT")().catch(reject)));
  const { events, applied, reads } = open(late);
  // Removed, and taken in again before the answer.
  events.add(receipt(1));
  events.add(receipt(2));
  void refuse();
  await expect.poll(() => applied).toEqual(["c2"]);
  expect(reads.count).toBe(2);
  const gone = open(refused("NOT_A_PARTICIPANT"));
  gone.events.add(receipt(3));
  await expect.poll(() => gone.settled.count).toBe(1);
  expect([gone.applied, gone.reads.count]).toEqual([[], 1]);
});

it("lets nothing of before a fresh start be applied after it", async () => {
  let answer: () => void = () => undefined;
  const { events, applied, settled } = open(() => new Promise((resolve) => (answer = resolve)));
  events.add(receipt(1));
  events.clear();
  answer();
  await expect.poll(() => settled.count).toBe(1);
  expect(applied).toEqual([]);
});
