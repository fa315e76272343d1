import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { addNote } from "../server/support/add-note";
import { saveCannedReply } from "../server/support/canned-replies";
import { saveLabel } from "../server/support/labels";
import { saveView } from "../server/support/saved-views";
import { as } from "../server/testing/actors";
import { type CaseWorld, caseWorld, watch } from "../server/testing/case-world";
import { chatPerson, until } from "../server/testing/chat-person";
import { openLine } from "../server/testing/line";
import { caseDesk } from "./case-desk";
import { deskSavedViews } from "./desk-saved-views";
import { watchMentions } from "./mention-arrivals";

async function asAdmin({ server, anna }: CaseWorld) {
  const staff = await as(server.services, anna.id);
  return { ...staff, actor: { ...staff.actor, role: "admin" as const } };
}

async function mention(w: CaseWorld, userId: string, content: string) {
  const note = { conversationId: w.id, id: uuidv7(), content, mentions: [userId] };
  return addNote(await as(w.server.services, w.anna.id), note);
}

it("what an admin changes reaches an open desk without asking: labels, replies and saved views", async () => {
  await using w = await caseWorld();
  const { desk, client } = w.greta;
  const views = deskSavedViews(client);
  using _settings = watch(desk.settings);
  using _replies = watch(desk.cannedReplies);
  using _views = watch(views.list);
  await until(desk.settings, (settings) => settings !== null);
  await until(desk.cannedReplies, (replies) => replies?.length === 0);
  await until(views.list, (list) => list?.length === 0);
  const admin = await asAdmin(w);
  await saveLabel(admin, { name: "Keys", tone: "danger" });
  await saveCannedReply(admin, { id: uuidv7(), shortcut: "hi", content: "Hi!", isShared: true });
  await saveView(admin, { id: uuidv7(), name: "Urgent", isShared: true, view: "all", filters: { priorities: ["urgent"] } });
  await until(desk.settings, (settings) => settings?.labels.some(({ name }) => name === "Keys") === true);
  await until(desk.cannedReplies, (replies) => replies?.length === 1);
  await until(views.list, (list) => list?.length === 1);
});

it("whoever is mentioned is told once, also of what was written while they had no connection, and sees on each device what is new until it was seen", async () => {
  await using w = await caseWorld();
  await using line = await openLine(w.server.port);
  await using phone = await chatPerson(w.server, w.greta.id, { url: line.url });
  const onPhone = caseDesk(phone.client);
  const told: string[] = [];
  const end = watchMentions(phone.client, ({ note }) => told.push(note.content));
  using _phone = watch(onPhone.news);
  using _desk = watch(w.greta.desk.news);
  // A case that comes says that its events do.
  await until(phone.client.queue("all"), ({ items }) => items.length === 1);
  const first = await mention(w, w.greta.id, "Look!");
  await mention(w, w.anna.id, "For myself.");
  await expect.poll(() => told).toEqual(["Look!"]);
  await until(onPhone.news, (news) => news?.unseen.length === 1);
  line.cut();
  await until(phone.client.connection, ({ status }) => status !== "live");
  const second = await mention(w, w.greta.id, "And here.");
  line.mend();
  await expect.poll(() => told, { timeout: 15_000 }).toEqual(["Look!", "And here."]);
  await until(onPhone.news, (news) => news?.unseen.length === 2);
  await w.greta.desk.seeMentions(w.id, first.version);
  await until(onPhone.news, (news) => news?.unseen.length === 1);
  await onPhone.seeMentions(w.id, second.version);
  await until(w.greta.desk.news, (news) => news?.unseen.length === 0);
  end();
});

it("whoever is mentioned is told whose case it is, also where no list has it", async () => {
  await using w = await caseWorld();
  await using phone = await chatPerson(w.server, w.greta.id);
  const told: (string | undefined)[] = [];
  const end = watchMentions(phone.client, ({ conversation }) => told.push(conversation?.id));
  await expect
    .poll(async () => {
      if (told.length === 0) await mention(w, w.greta.id, "Look!");
      return told[0];
    })
    .toBe(w.id);
  end();
});

it("the list of mentions has each that was written, also while it was being read", async () => {
  await using w = await caseWorld();
  const { mentions } = w.greta.desk;
  using _list = watch(mentions);
  await until(mentions, ({ status }) => status === "ready");
  for (let n = 0; n < 8; n++) await mention(w, w.greta.id, `Note ${n}`);
  const { items } = await until(mentions, ({ items: some }) => some.length === 8);
  expect(items[0]).toMatchObject({ note: { content: "Note 7" }, seenAt: null });
});
