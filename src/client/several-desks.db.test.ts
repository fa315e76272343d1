/** A client of somebody whose desks change while it runs. */
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { grantChatToken } from "../server/accounts/grant-chat-token";
import { saveCannedReply } from "../server/support/canned-replies";
import { saveLabel } from "../server/support/labels";
import { chainWorld } from "../server/testing/chain-world";
import { chatPerson, until } from "../server/testing/chat-person";
import { caseDesk } from "./case-desk";

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
