/** For tests of what happens at the same moment: one question to the database is held back, or one text of the bus, and the rest goes on. */
import { uuidv7 } from "uuidv7";
import { createServices } from "../api/services";
import { createConversation } from "../chat/create-conversation";
import { sendMessage } from "../chat/send-message";
import type { Bus } from "../platform/bus";
import type { Database } from "../platform/db";
import { advanceCase } from "../support/advance-case";
import { as } from "./actors";
import { makeStaffedGym, makeUser } from "./example-data";
import { manualClock } from "./manual-clock";
import { testRuntime } from "./test-runtime";

/** A database whose next answer to a statement waits until it is let go, and whose statements can be made to fail. */
function spoiled(db: Database) {
  let held: { name: string; asked: () => void; letGo: Promise<void> } | null = null;
  let failing = "";
  const asked: string[] = [];
  const rows: Database["rows"] = async (statement, values) => {
    asked.push(statement.name);
    if (statement.name === failing) throw Object.assign(new Error("the database could not be asked"), { code: "08006" });
    const hold = held?.name === statement.name ? held : null;
    if (hold) held = null;
    const answer = await db.rows<never>(statement, values);
    hold?.asked();
    await hold?.letGo;
    return answer;
  };
  return {
    db: { ...db, rows },
    /** The names of all statements so far. */
    asked,
    /** `asked` resolves when PostgreSQL has answered the statement; the caller hears of it after `letGo()`. */
    hold(name: string) {
      let letGo: () => void = () => undefined;
      const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
      const asked = new Promise<void>((resolve) => (held = { name, asked: resolve, letGo: isLetGo }));
      return { asked, letGo: () => letGo() };
    },
    fail(name: string) {
      failing = name;
    },
  };
}

/** A bus that knows which topics are listened to, and can bring a text after the next one. */
function watched(bus: Bus) {
  const topics = new Set<string>();
  let isSwapping = false;
  const late: (() => void)[] = [];
  const subscribe: Bus["subscribe"] = async (topic, listener) => {
    topics.add(topic);
    const subscription = await bus.subscribe(topic, (text) => {
      if (isSwapping && late.length === 0) return late.push(() => listener(text));
      listener(text);
      isSwapping = false;
      late.pop()?.();
    });
    return {
      [Symbol.asyncDispose]: async () => {
        topics.delete(topic);
        await subscription[Symbol.asyncDispose]();
      },
    };
  };
  const swapNext = () => {
    isSwapping = true;
  };
  return { bus: { ...bus, subscribe }, topics, swapNext };
}

/** A group of a trainer and two members, and two processes: `services`, and `far`, whose database and bus can be spoiled. */
export async function spoiledWorld() {
  const runtime = await testRuntime({ clock: manualClock() });
  const there = await runtime.anotherNode();
  const spoil = spoiled(there.db);
  const { bus, topics, swapNext } = watched(there.bus);
  const [services, far] = [await createServices(runtime), await createServices({ ...there, bus, db: spoil.db })];
  const gym = await makeStaffedGym(runtime.db);
  const second = await makeUser(runtime.db, "member", { gymId: gym.gymId });
  const trainer = await as(services, gym.trainer);
  const group = await createConversation(trainer, { type: "group", name: "Spin", participantIds: [gym.member, second] });
  return {
    ...gym,
    second,
    services,
    far,
    spoil,
    swapNext,
    topics,
    group,
    broker: runtime.broker,
    db: runtime.db,
    as: (userId: string) => as(services, userId),
    send: async (conversationId: string, content: string, userId = gym.trainer) =>
      sendMessage(await as(services, userId), { conversationId, id: uuidv7(), content }, advanceCase),
    async [Symbol.asyncDispose]() {
      await far.stop();
      await services.stop();
      await there[Symbol.asyncDispose]();
      await runtime[Symbol.asyncDispose]();
    },
  };
}
