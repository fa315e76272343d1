/** Logs carry ids, codes and durations. Whatever people write, and whatever lets them in, stays out, also when calls fail in ways nobody foresaw. */
import { pino } from "pino";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { readAppError } from "../../shared/errors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type Client, type ServedChat, serveChat } from "../testing/served-chat";

const canary = "canary-7f3a";

/** Everything that takes a text, from a good caller and a bad one; what it answers does not matter. */
async function sayEverywhere(served: ServedChat, chat: Client, conversationId: string): Promise<unknown[]> {
  const ask = (body: string, key: string) =>
    fetch(`${served.url}/api/auth/chat-token`, { method: "POST", headers: { "content-type": "application/json", "x-api-key": key }, body });
  const person = { externalId: `${canary}-id`, name: `${canary} name`, role: "member", gym: `${canary}-gym` };
  const calls = [
    chat.messages.send.mutate({ conversationId, id: uuidv7(), content: `${canary} text` }),
    chat.messages.send.mutate({ conversationId, id: uuidv7(), content: canary.repeat(300) }),
    chat.messages.send.mutate({ conversationId, id: canary, content: canary }),
    chat.conversations.rename.mutate({ conversationId, name: canary }),
    chat.conversations.create.mutate({ type: "group", name: canary, participantIds: [uuidv7()] }),
    chat.conversations.list.query({ cursor: canary }),
    chat.users.search.query({ query: canary }),
    chat.support.open.mutate({ topic: canary }),
    chat.support.addNote.mutate({ conversationId, id: uuidv7(), content: `${canary} note` }),
    chat.support.addNote.mutate({ conversationId, id: uuidv7(), content: canary.repeat(300) }),
    chat.support.setTopic.mutate({ conversationId, version: 2, topic: `${canary} topic` }),
    chat.support.setLabels.mutate({ conversationId, version: 2, labels: [`${canary} label`] }),
    chat.support.labels.save.mutate({ name: `${canary} label` }),
    chat.support.queue.query({ filters: { text: canary, labels: [canary] } }),
    chat.support.views.save.mutate({ id: uuidv7(), name: canary, view: "all", filters: { text: canary } }),
    chat.cannedReplies.save.mutate({ id: uuidv7(), shortcut: canary, content: `${canary} {{${canary}}}` }),
    chat.cannedReplies.save.mutate({ id: uuidv7(), shortcut: canary, content: canary }),
    chat.auth.renew.mutate({ token: canary }),
    served.overHttp(canary).auth.me.query(),
    ask(JSON.stringify(person), served.runtime.env.MAIN_API_KEY),
    ask(JSON.stringify({ ...person, role: canary }), served.runtime.env.MAIN_API_KEY),
    ask(`{"${canary}`, canary),
    fetch(`${served.url}/api/trpc/${canary}?input=${canary}`, { headers: { cookie: `next-auth.session-token=${canary}` } }),
  ];
  return Promise.all(calls.map((call) => (call as Promise<unknown>).catch((error: unknown) => readAppError(error)?.code)));
}

it("what people write, their names, their tokens and the keys never come into the logs", async () => {
  const lines: string[] = [];
  await using served = await serveChat({ log: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }) });
  const { db, env } = served.runtime;
  const gym = await makeStaffedGym(db);
  const member = await makeUser(db, "member", { gymId: gym.gymId, name: `${canary} member`, email: `${canary}@example.com` });
  const token = await served.tokenOf(gym.trainer);
  const { chat } = served.over(token);
  const { id } = await chat.conversations.create.mutate({ type: "group", name: canary, participantIds: [member] });
  await sayEverywhere(served, chat, id);
  const desk = served.over(await served.tokenOf(gym.admin)).chat;
  const support = await served.over(await served.tokenOf(gym.member)).chat.support.open.mutate({});
  await sayEverywhere(served, desk, support.id);

  // The tables change under the program: nothing that it foresees.
  await db.pool.query("alter table messages rename to messages_gone");
  await db.pool.query("alter table users rename column name to name_gone");
  await db.pool.query(
    "alter table notes rename to notes_gone; alter table saved_views drop column filters; alter table canned_replies rename to replies_gone",
  );
  expect(await sayEverywhere(served, chat, id)).toContain("INTERNAL");
  expect(await sayEverywhere(served, desk, support.id)).toContain("INTERNAL");

  const text = lines.join("");
  expect(text).toContain("a call failed");
  for (const secret of [canary, token, env.MAIN_API_KEY, env.CHAT_TOKEN_SECRET, env.NEXTAUTH_SECRET]) expect(text).not.toContain(secret);
});

it("a subscription that fails in a way nobody foresaw is logged with its name", async () => {
  const lines: string[] = [];
  await using served = await serveChat({ log: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }) });
  const { member } = await makeStaffedGym(served.runtime.db);
  const { chat } = served.over(await served.tokenOf(member));
  await served.runtime.db.pool.query("alter table installation rename to installation_gone");
  const error = await new Promise((resolve) => chat.conversations.onChange.subscribe(undefined, { onError: resolve }));
  expect(readAppError(error)?.code).toBe("INTERNAL");
  const logged = lines.map((line) => JSON.parse(line) as { msg: string; path?: string; userId?: string });
  expect(logged).toContainEqual(expect.objectContaining({ msg: "a call failed", path: "conversations.onChange", userId: member }));
});
