/**
 * Watermarks and unread counts against a model that fits on a page, over random histories on two processes: people write, read, receive, leave and come
 * back, the bus fails, connections to the database are cut. `WATERMARK_HISTORIES=10000 npx vitest run bench/chaos/watermarks` runs so many.
 */
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServices, type Services } from "../../src/server/api/services";
import { addParticipants, leaveConversation, removeParticipant } from "../../src/server/chat/change-group";
import { createConversation } from "../../src/server/chat/create-conversation";
import { getConversation } from "../../src/server/chat/get-conversation";
import { markDelivered } from "../../src/server/chat/mark-delivered";
import { markRead } from "../../src/server/chat/mark-read";
import { sendMessage } from "../../src/server/chat/send-message";
import { advanceCase } from "../../src/server/support/advance-case";
import { as } from "../../src/server/testing/actors";
import { makeStaffedGym, makeUser } from "../../src/server/testing/example-data";
import { type TestRuntime, testRuntime } from "../../src/server/testing/test-runtime";
import { type Witness, witness } from "../../src/server/testing/witness";
import type { ConversationSummary } from "../../src/shared/conversations";
import { AppError, type AppErrorCode, errorTable } from "../../src/shared/errors";

const histories = Number(process.env.WATERMARK_HISTORIES ?? 60);

let runtimes: TestRuntime[];
let nodes: Services[];
let trainer: string;
let people: string[];
/** The trainer, who hears everything of every group. */
let listener: Witness;

beforeAll(async () => {
  const first = await testRuntime();
  runtimes = [first, await first.anotherNode()];
  nodes = await Promise.all(runtimes.map((runtime) => createServices(runtime)));
  const gym = await makeStaffedGym(first.db);
  trainer = gym.trainer;
  people = [await makeUser(first.db, "member", { gymId: gym.gymId }), await makeUser(first.db, "member", { gymId: gym.gymId }), gym.staff];
  listener = await witness(nodeAt(1), trainer);
});
afterAll(async () => {
  await listener.cut();
  for (const node of nodes) await node.stop();
  for (const runtime of runtimes.reverse()) await runtime[Symbol.asyncDispose]();
});

const nodeAt = (at: number): Services => nodes[at % nodes.length] as Services;

interface Mark {
  active: boolean;
  read: number;
  delivered: number;
}

/** What a conversation should be. */
interface Model {
  lastSeq: number;
  marks: Map<string, Mark>;
}

type Deed =
  | { do: "send" | "send twice" | "leave" | "remove" | "add"; who: number; node: number }
  | { do: "read" | "receive" | "both at once"; who: number; node: number; part: number };
type Fault = { do: "cut the bus" | "mend the bus" | "cut the database" };
type Step = Deed | Fault;

const who = fc.integer({ min: 0, max: 3 });
/** Not the trainer, without whom nobody could come back. */
const comer = fc.integer({ min: 0, max: 2 });
const node = fc.integer({ min: 0, max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom("send", "send", "send twice"), who, node }) },
  {
    weight: 8,
    // A little past the end, sometimes.
    arbitrary: fc.record({
      do: fc.constantFrom("read", "receive", "both at once"),
      who,
      node,
      part: fc.double({ min: 0, max: 1.2, noNaN: true }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("leave", "remove", "add", "add"), who: comer, node }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("cut the bus", "mend the bus", "cut the database") }) },
) as fc.Arbitrary<Step>;

/** Tries until the answer is definite, as clients do: everything here may be said twice. */
async function definite(work: () => Promise<unknown>): Promise<AppErrorCode | "ok"> {
  for (let tries = 0; ; tries++) {
    try {
      await work();
      return "ok";
    } catch (error) {
      if (error instanceof AppError && !errorTable[error.code].retry) return error.code;
      if (tries === 20) throw error;
    }
  }
}

async function spoil(fault: Fault): Promise<void> {
  if (fault.do !== "cut the database") {
    for (const { broker } of runtimes) broker.isDown = fault.do === "cut the bus";
    return;
  }
  const cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
  await runtimes[0]?.db.pool.query(cut).catch(() => undefined);
}

/** Does something for real and in the model; both must answer alike. */
async function take(current: Deed, { conversationId, model }: { conversationId: string; model: Model }): Promise<void> {
  const userId = people[current.who] ?? trainer;
  const mark = model.marks.get(userId);
  if (!mark) throw new Error("the model has lost somebody");
  const services = nodeAt(current.node);
  const asThem = () => as(services, userId);
  const asTrainer = () => as(services, trainer);
  const inside = (code: AppErrorCode | "ok") => (mark.active ? code : "NOT_A_PARTICIPANT");
  switch (current.do) {
    case "send":
    case "send twice": {
      const input = { conversationId, id: uuidv7(), content: "Hello" };
      const send = async (at: number) => sendMessage(await as(nodeAt(current.node + at), userId), input, advanceCase);
      const outcomes = await Promise.all((current.do === "send" ? [0] : [0, 1]).map((at) => definite(() => send(at))));
      expect(new Set(outcomes)).toEqual(new Set([inside("ok")]));
      if (!mark.active) return;
      model.lastSeq++;
      mark.read = mark.delivered = model.lastSeq;
      return;
    }
    case "read":
    case "receive":
    case "both at once": {
      const seq = Math.round(model.lastSeq * current.part);
      const expected = inside(seq > model.lastSeq ? "SEQ_AHEAD" : "ok");
      const calls =
        current.do === "both at once" ? [markRead, markDelivered, markRead] : [current.do === "read" ? markRead : markDelivered];
      const outcomes = await Promise.all(
        calls.map((call, at) => definite(async () => call(await as(nodeAt(current.node + at), userId), { conversationId, seq }))),
      );
      expect(new Set(outcomes)).toEqual(new Set([expected]));
      if (expected !== "ok") return;
      mark.delivered = Math.max(mark.delivered, seq);
      if (current.do !== "receive") mark.read = Math.max(mark.read, seq);
      return;
    }
    case "leave": {
      // Said again after it was done, it is a stranger's.
      const outcome = await definite(async () => leaveConversation(await asThem(), conversationId));
      expect([inside("ok"), "NOT_A_PARTICIPANT"]).toContain(outcome);
      mark.active = false;
      return;
    }
    case "remove":
      expect(await definite(async () => removeParticipant(await asTrainer(), { conversationId, userId }))).toBe("ok");
      mark.active = false;
      return;
    case "add":
      expect(await definite(async () => addParticipants(await asTrainer(), { conversationId, participantIds: [userId] }))).toBe("ok");
      // Who comes back has nothing unread: what was said meanwhile is history.
      if (!mark.active) Object.assign(mark, { active: true, read: model.lastSeq, delivered: model.lastSeq });
  }
}

/** What both processes say, once everything has come to rest, is what the model says. */
async function compare(conversationId: string, model: Model): Promise<void> {
  for (const { broker } of runtimes) broker.isDown = false;
  for (const [userId, { active, read, delivered }] of model.marks) {
    for (const services of nodes) {
      // The connection that this takes may be one that a fault has just cut.
      const seen: ConversationSummary[] = [];
      const outcome = await definite(async () => seen.push(await getConversation(await as(services, userId), conversationId)));
      expect(outcome).toBe(active ? "ok" : "NOT_A_PARTICIPANT");
      const [summary] = seen;
      if (!summary) continue;
      const { unreadCount, lastSeq, participants } = summary;
      const own = participants.find(({ id }) => id === userId);
      expect({ unreadCount, lastSeq, read: own?.lastReadSeq, delivered: own?.lastDeliveredSeq }).toEqual({
        unreadCount: model.lastSeq - read,
        lastSeq: model.lastSeq,
        read,
        delivered,
      });
    }
  }
  await definite(() => nodeAt(1).delivery.tick());
  await expect.poll(() => listener.states.get(conversationId)?.lastSeq ?? 0).toBe(model.lastSeq);
}

/** Watermarks as the trainer was told them never went back, nor past the last message. */
function expectOnlyUp(conversationId: string, lastSeq: number): void {
  const reached = new Map<string, { version: number; read: number; delivered: number }>();
  for (const event of listener.heard) {
    if (event.type !== "receipt" || event.conversationId !== conversationId) continue;
    const before = reached.get(event.userId) ?? { version: 0, read: 0, delivered: 0 };
    expect(event.readSeq).toBeLessThanOrEqual(event.deliveredSeq);
    expect(event.deliveredSeq).toBeLessThanOrEqual(lastSeq);
    // An event may come twice or late; the version tells.
    if (event.version < before.version) continue;
    expect(event.readSeq).toBeGreaterThanOrEqual(before.read);
    expect(event.deliveredSeq).toBeGreaterThanOrEqual(before.delivered);
    reached.set(event.userId, { version: event.version, read: event.readSeq, delivered: event.deliveredSeq });
  }
}

it("watermarks only rise, and unread is what the model says, whatever happens in whatever order", {
  timeout: 60_000 + histories * 2_000,
}, async () => {
  let stepsTaken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const created = { id: "" };
      const group = { type: "group" as const, name: "Spin", participantIds: people };
      expect(await definite(async () => (created.id = (await createConversation(await as(nodeAt(0), trainer), group)).id))).toBe("ok");
      const model: Model = {
        lastSeq: 0,
        marks: new Map([...people, trainer].map((userId) => [userId, { active: true, read: 0, delivered: 0 }])),
      };
      for (const one of steps) {
        if ("who" in one) await take(one, { conversationId: created.id, model });
        else await spoil(one);
        stepsTaken++;
      }
      await compare(created.id, model);
      expectOnlyUp(created.id, model.lastSeq);
      listener.states.delete(created.id);
      listener.heard.length = 0;
    }),
    { numRuns: histories, endOnFailure: histories > 1_000 },
  );
  expect(stepsTaken).toBeGreaterThan(histories * 5);
});
