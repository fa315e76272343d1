/** A chain of three gyms: what the tests of desks over several gyms begin with. */
import { uuidv7 } from "uuidv7";
import { grantChatToken } from "../accounts/grant-chat-token";
import { sendMessage } from "../chat/send-message";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "./actors";
import { giveDesk, makeStaffedGym, makeUser } from "./example-data";
import { type TestServer, testServer } from "./test-server";

export type ChainGym = Awaited<ReturnType<typeof makeStaffedGym>>;

export interface ChainWorld extends AsyncDisposable {
  server: TestServer;
  west: ChainGym;
  south: ChainGym;
  /** Where nobody of the others works. */
  east: ChainGym;
  /** Staff of the west, and at the desk of the south, too. */
  guest: string;
  as(userId: string): ReturnType<typeof as>;
  /** A new member of a gym who has written and waits; their support conversation's id. */
  asks(gym: ChainGym, details?: { topic?: string; name?: string }): Promise<string>;
  say(userId: string, conversationId: string, content?: string): Promise<void>;
  /** As the main API says it: these desks, by their slugs, beside the west. Answers a chat token of a new sign-in. */
  sayDesks(desks: readonly ChainGym[]): Promise<string>;
}

/** Makes the world; disposing it takes it away. */
export async function chainWorld(): Promise<ChainWorld> {
  const server = await testServer();
  const { services, runtime } = server;
  const { db } = runtime;
  const [west, south, east] = [await makeStaffedGym(db), await makeStaffedGym(db), await makeStaffedGym(db)];
  const guest = await makeUser(db, "staff", { gymId: west.gymId, externalId: "guest", name: "Greta Gast" });
  await giveDesk(db, guest, south.gymId);
  const slugs = new Map((await db.prisma.gym.findMany()).map(({ id, slug }) => [id, slug]));
  const slugOf = ({ gymId }: ChainGym) => slugs.get(gymId) ?? "";
  const say: ChainWorld["say"] = async (userId, conversationId, content = "Hello?") => {
    await sendMessage(await as(services, userId), { conversationId, id: uuidv7(), content }, advanceCase);
  };
  return {
    server,
    west,
    south,
    east,
    guest,
    as: (userId) => as(services, userId),
    say,
    async asks(gym, { topic, ...details } = {}) {
      const member = await makeUser(db, "member", { gymId: gym.gymId, ...details });
      const { id } = await openSupport(await as(services, member), topic ?? null);
      await say(member, id);
      return id;
    },
    async sayDesks(desks) {
      const request = { externalId: "guest", name: "Greta Gast", role: "staff", gym: slugOf(west), desks: desks.map(slugOf) } as const;
      const { answer } = await grantChatToken(services, { ...request, desks: [...request.desks] });
      return answer.token;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
