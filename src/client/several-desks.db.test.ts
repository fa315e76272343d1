/** A client of somebody whose desks change while it runs. */
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { grantChatToken } from "../server/accounts/grant-chat-token";
import { addNote } from "../server/support/add-note";
import { saveCannedReply } from "../server/support/canned-replies";
import { saveLabel } from "../server/support/labels";
import { chainWorld } from "../server/testing/chain-world";
import { chatPerson, until } from "../server/testing/chat-person";
import { caseDesk } from "./case-desk";
import type { CaseFileView } from "./case-desk.types";
import type { Readable } from "./chat-client.types";
import { memoryStorage } from "./memory-storage";

it("shows the cases of all desks live, each with what its own gym says, and narrows them by gym", async () => {
  await using w = await chainWorld();
  const { west, south, guest } = w;
  await saveLabel(await w.as(south.admin), { name: "Sauna", tone: "neutral" });
  await using greta = await chatPerson(w.server, guest);
  const queue = greta.client.queue("all");
  const ofSouth = greta.client.queue("all", { gymIds: [south.gymId] });
  const ends = [queue, ofSouth].map((one) => one.subscribe(() => undefined));
  const here = await w.asks(west);
  await until(queue, ({ status, items }) => status === "ready" && items.length === 1);
  const there = await w.asks(south);
  const { items } = await until(queue, (now) => now.items.length === 2);
  expect(items.map(({ conversation }) => [conversation.id, conversation.gymId])).toEqual([
    [here, west.gymId],
    [there, south.gymId],
  ]);
  expect((await until(ofSouth, (now) => now.items.length === 1)).items.map(({ conversation }) => conversation.id)).toEqual([there]);
  const desk = caseDesk(greta.client);
  expect(desk.settingsOf(west.gymId)).toBe(desk.settings);
  const settings = await until(desk.settingsOf(south.gymId), (now) => now !== null);
  expect(settings?.labels.map(({ name }) => name)).toEqual(["Sauna"]);
  expect(settings?.gyms.map(({ id }) => id)).toEqual([west.gymId, south.gymId]);
  await saveLabel(await w.as(south.admin), { name: "Towels", tone: "neutral" });
  await until(desk.settingsOf(south.gymId), (now) => now?.labels.length === 2);
  for (const end of ends) end();
});

it("forgets a desk that is taken away, and knows all of one that comes, when its sign-in goes on", async () => {
  await using w = await chainWorld();
  const { west, south, guest } = w;
  const [there, here] = [await w.asks(south), await w.asks(west)];
  await w.say(guest, there, "One moment.");
  await using greta = await chatPerson(w.server, guest);
  const { client } = greta;
  const idsOf = (items: readonly { conversation: { id: string } }[]) => items.map(({ conversation }) => conversation.id).sort();
  const queue = client.queue("all");
  const end = queue.subscribe(() => undefined);
  await until(queue, ({ status, items }) => status === "ready" && items.length === 2);
  await until(client.thread(there), ({ messages }) => messages.length === 2);
  await w.sayDesks([]);
  expect(idsOf((await until(queue, ({ status, items }) => status === "ready" && items.length === 1)).items)).toEqual([here]);
  await until(client.thread(there), ({ error }) => error?.code === "NOT_A_PARTICIPANT");
  expect(client.caseOf(there).getSnapshot()).toBeNull();
  await w.sayDesks([south]);
  // What comes with the new sign-in's events may show first, and once more when the queue has been read anew.
  expect(idsOf((await until(queue, ({ status, items }) => status === "ready" && items.length === 2)).items)).toEqual([there, here].sort());
  end();
});

it("holds on to nothing of a desk that is taken away, in memory or on the device, and to all of the others", async () => {
  await using w = await chainWorld();
  const { west, south, guest } = w;
  const [there, here] = [await w.asks(south), await w.asks(west)];
  await w.say(guest, there, "One moment.");
  await addNote(await w.as(south.admin), { conversationId: there, id: uuidv7(), content: "Pays by invoice.", mentions: [guest] });
  await addNote(await w.as(west.admin), { conversationId: here, id: uuidv7(), content: "Comes on Mondays.", mentions: [] });
  const storage = memoryStorage();
  await using greta = await chatPerson(w.server, guest, { storage });
  const { client } = greta;
  const desk = caseDesk(client);
  const watched = [there, here].flatMap((id) => [client.thread(id), desk.file(id), client.caseOf(id)]);
  const ends = [client.queue("all"), desk.mentions, desk.settingsOf(south.gymId), ...watched].map((one) => one.subscribe(() => undefined));
  await until(desk.file(there), ({ notes }) => notes.length === 1);
  await until(desk.file(here), ({ notes }) => notes.length === 1);
  await until(desk.mentions, ({ items }) => items.length === 1);
  await until(desk.settingsOf(south.gymId), (now) => now !== null);
  await until(client.thread(there), ({ messages }) => messages.length === 2);
  await until(client.thread(here), ({ messages }) => messages.length === 1);
  for (const id of [there, `${there}/note`, here, `${here}/note`]) client.setDraft(id, `Draft of ${id}`);
  const kept = async () => (await storage.read("")).filter(({ value }) => JSON.stringify(value).includes(there)).map(({ key }) => key);
  await expect.poll(kept).toEqual(expect.arrayContaining([`${guest}/conversation/${there}`, `${guest}/draft/${there}/note`]));
  const loadings = watchStatus(desk.file(here));

  await w.sayDesks([]);
  await until(client.thread(there), ({ conversation, messages }) => conversation === undefined && messages.length === 0);
  const file = await until(desk.file(there), ({ status }) => status === "error");
  expect([file.case, file.notes, file.timeline, file.fields, file.earlier]).toEqual([null, [], [], [], []]);
  await until(desk.mentions, ({ status, items }) => status === "ready" && items.length === 0);
  expect([client.caseOf(there), desk.settingsOf(south.gymId)].map((one) => one.getSnapshot())).toEqual([null, null]);
  expect([there, `${there}/note`].map((id) => client.draft(id).getSnapshot())).toEqual(["", ""]);
  await expect.poll(kept).toEqual([]);

  await until(client.queue("all"), ({ status, items }) => status === "ready" && items.length === 1);
  expect(client.thread(here).getSnapshot().messages).toHaveLength(1);
  expect(
    desk
      .file(here)
      .getSnapshot()
      .notes.map(({ content }) => content),
  ).toEqual(["Comes on Mondays."]);
  expect(new Set(loadings)).toEqual(new Set(["ready"]));
  expect(client.draft(`${here}/note`).getSnapshot()).toBe(`Draft of ${here}/note`);
  for (const end of ends) end();
});

it("forgets at its next start what was being written at a desk that was taken away meanwhile, and nothing else that was", async () => {
  await using w = await chainWorld();
  const { west, south, guest } = w;
  const [there, here] = [await w.asks(south), await w.asks(west)];
  const storage = memoryStorage();
  {
    await using greta = await chatPerson(w.server, guest, { storage });
    const end = greta.client.queue("all").subscribe(() => undefined);
    await until(greta.client.queue("all"), ({ items }) => items.length === 2);
    for (const id of [there, here]) greta.client.setDraft(id, "One moment");
    end();
  }
  await w.sayDesks([]);
  await using greta = await chatPerson(w.server, guest, { storage });
  caseDesk(greta.client);
  await until(greta.client.draft(there), (text) => text === "");
  expect(greta.client.draft(here).getSnapshot()).toBe("One moment");
  const drafts = async () => (await storage.read(`${guest}/draft/`)).map(({ key }) => key);
  await expect.poll(drafts).toEqual([`${guest}/draft/${here}`]);
});

it("asks once for what many desks have, and again when one of them has changed", async () => {
  await using w = await chainWorld();
  const { west, south, guest, server } = w;
  let questions = 0;
  class CountingSocket extends WebSocket {
    override send(data: string): void {
      if (data.includes("support.directory")) questions++;
      super.send(data);
    }
  }
  await using greta = await chatPerson(server, guest, { WebSocket: CountingSocket as unknown as typeof globalThis.WebSocket });
  const desk = caseDesk(greta.client);
  const both = [west, south].map(({ gymId }) => desk.directoryOf(gymId));
  const ends = [desk.news.subscribe(() => undefined)];
  await until(desk.news, (now) => now !== null);
  for (const one of both) ends.push(one.subscribe(() => undefined));
  for (const one of both) await until(one, (now) => now?.staff.some(({ id }) => id === guest) === true);
  expect(both.map((one) => one.getSnapshot()?.gym.id)).toEqual([west.gymId, south.gymId]);
  expect(questions).toBe(1);
  await saveLabel(await w.as(south.admin), { name: "Sauna", tone: "neutral" });
  await until(desk.directoryOf(south.gymId), (now) => now?.labels.some(({ name }) => name === "Sauna") === true);
  expect(questions).toBe(2);
  await w.sayDesks([]);
  await until(desk.directoryOf(south.gymId), (now) => now === null || now.staff.length === 0);
  for (const end of ends) end();
});

it("shows what the gym has ready to which its viewer moved, though that was changed as often as what the gym before has", async () => {
  await using w = await chainWorld();
  const { west, south, guest, server } = w;
  await w.sayDesks([]);
  for (const [{ admin }, shortcut] of [
    [west, "west"],
    [south, "south"],
  ] as const)
    await saveCannedReply(await w.as(admin), { id: uuidv7(), shortcut, content: "Welcome", isShared: true });
  await using greta = await chatPerson(server, guest);
  const { cannedReplies } = caseDesk(greta.client);
  const end = cannedReplies.subscribe(() => undefined);
  await until(cannedReplies, (now) => now?.[0]?.shortcut === "west");
  const { slug } = await server.runtime.db.prisma.gym.findUniqueOrThrow({ where: { id: south.gymId } });
  await grantChatToken(server.services, { externalId: "guest", name: "Greta Gast", role: "staff", gym: slug });
  expect((await until(cannedReplies, (now) => now?.[0]?.shortcut !== "west"))?.map(({ shortcut }) => shortcut)).toEqual(["south"]);
  end();
});

/** Each status that a file shows from now on. */
function watchStatus(file: Readable<CaseFileView>): readonly string[] {
  const seen = [file.getSnapshot().status as string];
  file.subscribe(() => seen.push(file.getSnapshot().status));
  return seen;
}
