import type { ChatClientOptions } from "../../client/chat-client.types";
import { type ChatPerson, chatPerson, until } from "./chat-person";
import { makeStaffedGym } from "./example-data";
import { type Line, openLine } from "./line";
import { type TestServer, testServer } from "./test-server";

/** A trainer's conversation with a member, on a server of its own. The trainer has the chat open, the member has it nowhere yet. */
export interface DirectChat extends AsyncDisposable {
  readonly server: TestServer;
  /** A way to the server that can be cut. */
  readonly line: Line;
  readonly ben: ChatPerson;
  /** The member. */
  readonly member: string;
  readonly id: string;
  /** The member opens the chat, and it is live. */
  openMember(options?: Partial<ChatClientOptions>): Promise<ChatPerson>;
}

/** Begins the conversation, with so many messages of the trainer in it: "message 1", "message 2" … */
export async function directChat(said = 0): Promise<DirectChat> {
  const server = await testServer();
  const line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  await say(ben, id, said);
  return {
    server,
    line,
    ben,
    member,
    id,
    openMember: (options) => chatPerson(server, member, options),
    async [Symbol.asyncDispose]() {
      for (const part of [ben, line, server]) await part[Symbol.asyncDispose]();
    },
  };
}

/** Writes "message 1", "message 2" … and waits until all is sent. */
export async function say({ client }: ChatPerson, conversationId: string, count: number): Promise<void> {
  for (let at = 1; at <= count; at++) client.send(conversationId, `message ${at}`);
  await until(client.connection, ({ queued }) => queued === 0);
}

/** The ids of what the database has of a conversation, by their place. */
export async function storedIds({ runtime }: TestServer, conversationId: string): Promise<string[]> {
  const rows = await runtime.db.prisma.message.findMany({ where: { conversationId }, orderBy: { seq: "asc" }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** From now on the database is another one, as after a backup was brought back. Processes that run already do not know. */
export async function beginOtherLife({ runtime }: TestServer): Promise<void> {
  await runtime.db.pool.query("update installation set epoch = gen_random_uuid()");
}
