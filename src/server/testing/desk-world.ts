/** A desk with a member who waits at it: what the tests of cases begin with. */
import { uuidv7 } from "uuidv7";
import type { CaseFile } from "../../shared/cases";
import type { Message } from "../../shared/messages";
import { createServices, type Services } from "../api/services";
import { sendMessage } from "../chat/send-message";
import { advanceCase } from "../support/advance-case";
import { getCase } from "../support/get-case";
import { openSupport } from "../support/open-support";
import { as } from "./actors";
import { makeStaffedGym, makeUser } from "./example-data";
import { type TestRuntime, type TestRuntimeOptions, testRuntime } from "./test-runtime";

export interface DeskWorld extends AsyncDisposable {
  runtime: TestRuntime;
  services: Services;
  gymId: string;
  member: string;
  trainer: string;
  staff: string;
  admin: string;
  /** Works at another gym's desk. */
  stranger: string;
  /** Worked here, answered the member, and is a trainer now. */
  formerStaff: string;
  /** The member's support conversation. */
  conversationId: string;
  as(userId: string): ReturnType<typeof as>;
  say(userId: string, content: string, conversationId?: string): Promise<Message>;
  /** A further member, who has written and waits; `id` is their support conversation's. */
  newcomer(details?: { name?: string; topic?: string }): Promise<{ member: string; id: string }>;
  /** So many of them: their conversations, the longest wait first. */
  newcomers(count: number, details?: { topic?: string }): Promise<string[]>;
  /** The case as the desk would show it now. */
  seen(): Promise<{ conversationId: string; version: number }>;
  file(userId?: string): Promise<CaseFile>;
  /** A second process of the same installation. */
  anotherProcess(): Promise<AsyncDisposable & { services: Services }>;
}

/** Makes the world; disposing it takes it away. The processes made of it are to be disposed before. */
export async function deskWorld(options: TestRuntimeOptions = {}): Promise<DeskWorld> {
  const runtime = await testRuntime(options);
  const services = await createServices(runtime);
  const { db } = runtime;
  const gym = await makeStaffedGym(db);
  const stranger = (await makeStaffedGym(db)).staff;
  const formerStaff = await makeUser(db, "staff", { gymId: gym.gymId });
  const { id: conversationId } = await openSupport(await as(services, gym.member), null);
  const say: DeskWorld["say"] = async (userId, content, to = conversationId) =>
    sendMessage(await as(services, userId), { conversationId: to, id: uuidv7(), content }, advanceCase);
  const file: DeskWorld["file"] = async (userId = gym.staff) => getCase(await as(services, userId), { conversationId, limit: 100 });
  const newcomer: DeskWorld["newcomer"] = async ({ topic, ...details } = {}) => {
    const member = await makeUser(db, "member", { gymId: gym.gymId, ...details });
    const { id } = await openSupport(await as(services, member), topic ?? null);
    await say(member, "Hello?", id);
    return { member, id };
  };
  await say(formerStaff, "Welcome!");
  await db.prisma.user.update({ where: { id: formerStaff }, data: { role: "trainer" } });
  await say(gym.member, "Is anybody there?");
  return {
    ...gym,
    runtime,
    services,
    stranger,
    formerStaff,
    conversationId,
    as: (userId) => as(services, userId),
    say,
    newcomer,
    async newcomers(count, details) {
      const ids: string[] = [];
      while (ids.length < count) ids.push((await newcomer(details)).id);
      return ids;
    },
    file,
    async seen() {
      const { version } = (await file()).case;
      return { conversationId, version };
    },
    async anotherProcess() {
      const node = await runtime.anotherNode();
      const there = await createServices(node);
      return {
        services: there,
        async [Symbol.asyncDispose]() {
          await there.stop();
          await node[Symbol.asyncDispose]();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}
