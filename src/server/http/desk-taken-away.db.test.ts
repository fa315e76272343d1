/**
 * Somebody who works at two desks hears both over one subscription, on whatever process they sit; and from the moment at which one is taken from them not a
 * word more of it, by whatever way they come back.
 */
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNote } from "../support/add-note";
import { type ChainWorld, chainWorld } from "../testing/chain-world";
import { type RawPeer, rawPeerOf } from "../testing/raw-peer";
import { type TestServer, testServer } from "../testing/test-server";
import { closeCodes } from "./admission";

const canary = "canary-of-the-south";
const subscriptions = ["support.onChange", "support.onViewing", "support.onNews", "conversations.onChange"];

let w: ChainWorld;
let other: TestServer;

beforeAll(async () => {
  w = await chainWorld();
  const { runtime } = w.server;
  other = await testServer({ database: runtime.databaseUrl, broker: runtime.broker });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await w[Symbol.asyncDispose]();
});

const listen = async (peer: RawPeer, lastEventId?: string) => {
  for (const path of subscriptions) await peer.ask({ path, method: "subscription", input: lastEventId && { lastEventId } });
};
const textOf = ({ heard }: RawPeer) => JSON.stringify(heard);
/** The newest cursor that came. */
const cursorOf = ({ heard }: RawPeer) =>
  heard.flatMap(({ result }) => (result?.data as { id?: string } | undefined)?.id ?? []).at(-1) ?? "";
const noteAt = async (userId: string, conversationId: string, mentions: string[] = []) =>
  addNote(await w.as(userId), { conversationId, id: uuidv7(), content: `${canary} note`, mentions });

test.each([
  ["with the bus", false],
  ["with the bus away", true],
])("a desk that is taken away is silent on every process within two seconds, and stays so (%s)", async (_, isDown) => {
  const { west, south, east, guest } = w;
  const staying = await w.sayDesks([south]);
  const [there, here] = [await w.asks(south), await w.asks(west)];
  // They took part: a row of theirs stays in the conversation.
  await w.say(guest, there, "One moment.");
  const peers = [await rawPeerOf(w.server, guest, staying), await rawPeerOf(other, guest, staying)];
  const colleague = await rawPeerOf(other, south.staff);
  const stranger = await rawPeerOf(other, east.staff);
  for (const peer of [...peers, colleague, stranger]) await listen(peer);
  await w.say(south.staff, there, `${canary} before`);
  await w.say(west.staff, here, "And here");
  await noteAt(south.staff, there, [guest]);
  const hasHeard = (peer: RawPeer, ...words: string[]) => words.every((word) => textOf(peer).includes(word));
  await expect.poll(() => peers.every((peer) => hasHeard(peer, `${canary} before`, "And here", `${canary} note`))).toBe(true);
  const cursors = peers.map(cursorOf);

  w.server.runtime.broker.isDown = isDown;
  const takenAt = performance.now();
  const token = await w.sayDesks([]);
  // What is left of the old sign-in cannot be carried on by a new one.
  const renewals = await Promise.all(peers.map((peer) => peer.ask({ path: "auth.renew", input: { token }, method: "mutation" })));
  expect(renewals.filter((answer) => answer !== null).map(({ error }) => error?.data.app.code)).not.toContain(undefined);
  expect(await Promise.all(peers.map(({ closed }) => closed))).toEqual(peers.map(() => closeCodes.signedOut));
  expect(performance.now() - takenAt).toBeLessThan(2_000);
  w.server.runtime.broker.isDown = false;

  const again = await Promise.all([rawPeerOf(w.server, guest, token), rawPeerOf(other, guest, token)]);
  for (const [at, peer] of again.entries()) await listen(peer, cursors[at]);
  await noteAt(south.staff, there, [south.staff]);
  await w.say(south.staff, there, `${canary} after`);
  await w.say(west.staff, here, "Still here");
  await expect.poll(() => again.every((peer) => hasHeard(peer, "Still here"))).toBe(true);
  await expect.poll(() => hasHeard(colleague, `${canary} after`)).toBe(true);
  const { id: noteId } = await noteAt(south.staff, there);
  for (const peer of again) {
    const ask = (path: string, input?: unknown, method: "query" | "mutation" = "query") => peer.ask({ path, input, method });
    const view = (filters?: object) => ask("support.queue", { view: "all", ...(filters && { filters }) });
    for (const filters of [undefined, { gymIds: [south.gymId] }, { text: canary }]) await view(filters);
    for (const path of [
      "support.mentions",
      "conversations.list",
      "conversations.unread",
      "support.views.list",
      "cannedReplies.list",
      "support.directory",
    ])
      await ask(path);
    const refused = [
      await ask("support.get", { conversationId: there }),
      await ask("messages.list", { conversationId: there }),
      await ask("conversations.get", { id: there }),
      await ask("support.setViewing", { conversationId: there, state: "viewing" }, "mutation"),
      await ask("support.addNote", { conversationId: there, id: noteId, content: "Mine", mentions: [] }, "mutation"),
      await ask("messages.send", { conversationId: there, id: uuidv7(), content: "Mine" }, "mutation"),
      await ask("support.seeMentions", { conversationId: there, version: 1 }, "mutation"),
    ];
    expect(refused.map((answer) => answer?.error?.data.app.code)).toEqual(refused.map(() => "NOT_A_PARTICIPANT"));
    const ofGym = [
      await ask("support.settings", { gymId: south.gymId }),
      await ask("reports.board", { gymIds: [south.gymId] }),
      await ask("users.get", { userId: south.member }),
    ];
    expect(ofGym.map((answer) => answer?.error?.data.app.code)).toEqual(ofGym.map(() => "FORBIDDEN"));
  }
  for (const peer of [...again, stranger]) {
    const text = textOf(peer);
    expect([text.includes(canary), text.includes(there), text.includes(south.gymId)]).toEqual([false, false, false]);
  }
  for (const { socket } of [...again, colleague, stranger]) socket.terminate();
});

test("who comes back with a cursor from before is told what both desks did meanwhile, and a desk that came since is heard at once", async () => {
  const { west, south, guest } = w;
  const before = await rawPeerOf(w.server, guest, await w.sayDesks([]));
  await listen(before);
  const [there, here] = [await w.asks(south), await w.asks(west)];
  await expect.poll(() => textOf(before).includes(here)).toBe(true);
  const cursor = cursorOf(before);
  const token = await w.sayDesks([south]);
  await before.closed;
  await w.say(south.staff, there, "In the south");
  await w.say(west.staff, here, "In the west");
  const back = await rawPeerOf(other, guest, token);
  await listen(back, cursor);
  for (const word of ["In the south", "In the west"]) await expect.poll(() => textOf(back).includes(word)).toBe(true);
  await w.say(south.staff, there, "Live in the south");
  await expect.poll(() => textOf(back).includes("Live in the south")).toBe(true);
  expect(textOf(before).includes(there)).toBe(false);
  back.socket.terminate();
});
