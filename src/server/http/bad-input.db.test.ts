/** Whatever a client sends, it gets a coded refusal, nothing is stored, and the server goes on. Over HTTP and over a WebSocket, by the stock client. */
import { uuidv7 } from "uuidv7";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AppErrorCode, readAppError } from "../../shared/errors";
import { everythingStored } from "../testing/everything-stored";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type Client, type ServedChat, serveChat } from "../testing/served-chat";

interface Ids {
  /** A conversation of the caller, with two messages. */
  mine: string;
  /** One of others. */
  theirs: string;
  /** One that the caller has just left. */
  left: string;
  /** The first message of `mine`, written by somebody else. */
  takenId: string;
}

let served: ServedChat;
let ids: Ids;
let token: string;
let expired: string;
let before: unknown;

beforeAll(async () => {
  served = await serveChat();
  const { db } = served.runtime;
  const gym = await makeStaffedGym(db);
  const other = await makeUser(db, "member", { gymId: gym.gymId });
  const trainer = served.over(await served.tokenOf(gym.trainer)).chat;
  const makeGroup = (name: string, participantIds: string[]) =>
    trainer.conversations.create.mutate({ type: "group", name, participantIds });
  const [mine, theirs, left] = [
    await makeGroup("Mine", [gym.member]),
    await makeGroup("Theirs", [other]),
    await makeGroup("Left", [gym.member]),
  ];
  const takenId = uuidv7();
  await trainer.messages.send.mutate({ conversationId: mine.id, id: takenId, content: "Hello" });
  await trainer.messages.send.mutate({ conversationId: mine.id, id: uuidv7(), content: "Anybody there?" });
  token = await served.tokenOf(gym.member);
  expired = await served.expiredTokenOf(gym.member);
  await served.overHttp(token).conversations.leave.mutate({ conversationId: left.id });
  ids = { mine: mine.id, theirs: theirs.id, left: left.id, takenId };
});
afterAll(() => served[Symbol.asyncDispose]());

beforeEach(async () => {
  before = await everythingStored(served.runtime.db);
});
afterEach(async () => {
  expect(await everythingStored(served.runtime.db)).toEqual(before);
  expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
});

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "was accepted",
    (error: unknown) => readAppError(error)?.code ?? error,
  );

const cursorOf = (...values: string[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

type Bad = [what: string, code: AppErrorCode, call: (chat: Client) => Promise<unknown>];

const send = (chat: Client, content: unknown, more: Record<string, unknown> = {}) =>
  chat.messages.send.mutate({ conversationId: ids.mine, id: uuidv7(), content: content as string, ...more });

const badCalls: Bad[] = [
  ["an empty message", "MESSAGE_BLANK", (chat) => send(chat, "")],
  ["a blank message", "MESSAGE_BLANK", (chat) => send(chat, " \n\t\u00a0\u200b")],
  ["a message of 2,001 characters", "MESSAGE_TOO_LONG", (chat) => send(chat, "a".repeat(2001))],
  ["a message of 2,001 emoji", "MESSAGE_TOO_LONG", (chat) => send(chat, "😀".repeat(2001))],
  ["a message of just below 64 KB", "MESSAGE_TOO_LONG", (chat) => send(chat, "a".repeat(60_000))],
  ["NUL in a message", "MESSAGE_NOT_TEXT", (chat) => send(chat, "a\0b")],
  ["half an emoji", "MESSAGE_NOT_TEXT", (chat) => send(chat, "a\ud83d")],
  ["the other half", "MESSAGE_NOT_TEXT", (chat) => send(chat, "\ude00b")],
  ["no message at all", "BAD_INPUT", (chat) => send(chat, undefined)],
  ["a number as a message", "BAD_INPUT", (chat) => send(chat, 7)],
  ["a list as a message", "BAD_INPUT", (chat) => send(chat, ["a"])],
  [
    "a moment in the year 0",
    "BAD_INPUT",
    (chat) => chat.conversations.setMuted.mutate({ conversationId: ids.mine, mutedUntil: "0000-01-01T00:00:00Z" }),
  ],
  [
    "a cursor into the year 0",
    "BAD_INPUT",
    (chat) => chat.conversations.list.query({ cursor: cursorOf("0000-01-01T00:00:00Z", ids.mine) }),
  ],
  ["an id that is no UUID", "BAD_INPUT", (chat) => send(chat, "a", { id: "1" })],
  ["an id with SQL in it", "BAD_INPUT", (chat) => send(chat, "a", { id: "'; drop table messages; --" })],
  ["a conversation that is no UUID", "BAD_INPUT", (chat) => send(chat, "a", { conversationId: "mine" })],
  ["an unknown conversation", "NOT_A_PARTICIPANT", (chat) => send(chat, "a", { conversationId: uuidv7() })],
  ["somebody else's conversation", "NOT_A_PARTICIPANT", (chat) => send(chat, "a", { conversationId: ids.theirs })],
  ["a conversation just left", "NOT_A_PARTICIPANT", (chat) => send(chat, "a", { conversationId: ids.left })],
  ["somebody else's message id", "MESSAGE_ID_TAKEN", (chat) => send(chat, "a", { id: ids.takenId })],
  ["a reply to nothing", "REPLY_NOT_FOUND", (chat) => send(chat, "a", { replyToId: uuidv7() })],
  ["reading somebody else's", "NOT_A_PARTICIPANT", (chat) => chat.messages.list.query({ conversationId: ids.theirs })],
  ["reading one just left", "NOT_A_PARTICIPANT", (chat) => chat.messages.list.query({ conversationId: ids.left })],
  ["getting an unknown one", "NOT_A_PARTICIPANT", (chat) => chat.conversations.get.query({ id: uuidv7() })],
  ["a limit below zero", "BAD_INPUT", (chat) => chat.messages.list.query({ conversationId: ids.mine, limit: -1 })],
  ["a limit of zero", "BAD_INPUT", (chat) => chat.conversations.list.query({ limit: 0 })],
  ["a limit of 101", "BAD_INPUT", (chat) => chat.conversations.list.query({ limit: 101 })],
  ["a seq below zero", "BAD_INPUT", (chat) => chat.messages.list.query({ conversationId: ids.mine, before: -1 })],
  ["a seq beyond 32 bits", "BAD_INPUT", (chat) => chat.messages.list.query({ conversationId: ids.mine, after: 2 ** 31 })],
  ["two directions", "BAD_INPUT", (chat) => chat.messages.list.query({ conversationId: ids.mine, before: 2, after: 0 })],
  ["reading the future", "SEQ_AHEAD", (chat) => chat.conversations.markRead.mutate({ conversationId: ids.mine, seq: 3 })],
  [
    "receiving the future",
    "SEQ_AHEAD",
    (chat) => chat.conversations.markDelivered.mutate({ conversationId: ids.mine, seq: 2_147_483_647 }),
  ],
  ["a cursor that is not ours", "BAD_INPUT", (chat) => chat.conversations.list.query({ cursor: "bm90IG91cnM" })],
  [
    "a cursor with a lie in it",
    "BAD_INPUT",
    (chat) => chat.conversations.list.query({ cursor: Buffer.from('["x","y"]').toString("base64url") }),
  ],
  [
    "a direct conversation with oneself",
    "USER_UNREACHABLE",
    async (chat) => {
      const { id } = await chat.auth.me.query();
      return chat.conversations.create.mutate({ type: "direct", participantIds: [id] });
    },
  ],
  [
    "a direct conversation with nobody known",
    "USER_UNREACHABLE",
    (chat) => chat.conversations.create.mutate({ type: "direct", participantIds: [uuidv7()] }),
  ],
  [
    "a type of conversation that is not made",
    "BAD_INPUT",
    (chat) => chat.conversations.create.mutate({ type: "support" as "direct", participantIds: [ids.takenId] }),
  ],
  ["a status that does not exist", "BAD_INPUT", (chat) => chat.presence.set.mutate({ status: "offline" as "away" })],
  ["a renewal with rubbish", "UNAUTHENTICATED", (chat) => chat.auth.renew.mutate({ token: "rubbish" })],
  ["a renewal with what is over", "SESSION_ENDED", (chat) => chat.auth.renew.mutate({ token: expired })],
  ...["messages.fly", "messages", "", "__proto__", "constructor.name", "messages.send.toString"].map(
    (path): Bad => [`the procedure ${JSON.stringify(path)}`, "UNKNOWN_PROCEDURE", (chat) => callByPath(chat, path)],
  ),
];

/** A call that the types would not allow. */
function callByPath(chat: Client, path: string): Promise<unknown> {
  let node: unknown = chat;
  for (const name of path.split(".")) node = (node as Record<string, unknown>)[name];
  return (node as { query(): Promise<unknown> }).query();
}

/** What somebody without a good sign-in shows. */
const badSignIns: [what: string, shown: () => string | null, code: AppErrorCode][] = [
  ["no sign-in", () => null, "UNAUTHENTICATED"],
  ["a token that is none", () => "rubbish", "UNAUTHENTICATED"],
  ["a token somebody changed", () => `${token.slice(0, -4)}AAAA`, "UNAUTHENTICATED"],
  ["a token without a seal", () => unsealed(token), "UNAUTHENTICATED"],
  ["a token that is over", () => expired, "SESSION_ENDED"],
];

describe.each(["WebSocket", "HTTP"] as const)("over %s", (way) => {
  const chatOf = (shown: string | null): Client => (way === "HTTP" ? served.overHttp(shown) : served.over(shown).chat);
  let chat: Client;
  beforeAll(() => {
    chat = chatOf(token);
  });

  it.each(badCalls)("%s is refused with %s", async (_, code, call) => {
    expect(await codeOf(call(chat))).toBe(code);
  });

  it.each(badSignIns)("%s is refused", async (_, shown, code) => {
    const stranger = chatOf(shown());
    expect(await codeOf(stranger.auth.me.query())).toBe(code);
    expect(await codeOf(send(stranger, "a"))).toBe(code);
  });
});

/** The same claims, signed by nobody. */
function unsealed(signed: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  return `${header}.${signed.split(".")[1] ?? ""}.`;
}
