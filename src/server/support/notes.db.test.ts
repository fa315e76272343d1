import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { as } from "../testing/actors";
import { deskWorld } from "../testing/desk-world";
import { everythingStored } from "../testing/everything-stored";
import { makeUser } from "../testing/example-data";
import { witness } from "../testing/witness";
import { addNote } from "./add-note";
import { readMentions } from "./read-mentions";
import { seeMentions } from "./see-mentions";

test("a note sent again, from another process too, is the first note; another one under its id is refused", async () => {
  await using w = await deskWorld();
  await using far = await w.anotherProcess();
  await using desk = await witness(far.services, w.staff, "desk");
  await using member = await witness(w.services, w.member);
  const staff = await w.as(w.staff);
  const note = { conversationId: w.conversationId, id: uuidv7(), content: "Paid twice.", mentions: [w.admin] };
  const elsewhere = { ...staff, db: far.services.db, delivery: far.services.delivery };
  const both = await Promise.all([addNote(staff, note), addNote(elsewhere, note)]);
  expect(both[0]).toEqual(both[1]);
  const before = await everythingStored(w.services.db);
  expect(await addNote(staff, note)).toEqual(both[0]);
  const taken = { code: "NOTE_ID_TAKEN" };
  await expect(addNote(staff, { ...note, content: "Never paid." })).rejects.toMatchObject(taken);
  await expect(addNote(staff, { ...note, mentions: [] })).rejects.toMatchObject(taken);
  await expect(addNote(await w.as(w.admin), note)).rejects.toMatchObject(taken);
  expect(await everythingStored(w.services.db)).toEqual(before);
  await desk.expectLevel();
  await member.expectLevel();
  expect(JSON.stringify(member.heard)).not.toContain("Paid twice");
});

test("a note mentions people of its own desk only, and a refused one is not kept", async () => {
  await using w = await deskWorld();
  const staff = await w.as(w.staff);
  for (const who of [w.member, w.trainer, w.stranger, w.formerStaff, uuidv7()]) {
    const note = { conversationId: w.conversationId, id: uuidv7(), content: "Look!", mentions: [w.admin, who] };
    await expect(addNote(staff, note)).rejects.toMatchObject({ code: "NOT_AT_DESK" });
  }
  expect((await w.file()).notes).toEqual([]);
});

test("whoever is mentioned finds the notes, newest first, page by page; who moved to another gym's desk finds none of this one", async () => {
  await using w = await deskWorld();
  const colleague = await makeUser(w.services.db, "staff", { gymId: w.gymId });
  const written: string[] = [];
  for (let n = 0; n < 5; n++) {
    const note = { conversationId: w.conversationId, id: uuidv7(), content: `Note ${n}`, mentions: [colleague] };
    written.unshift((await addNote(await w.as(w.staff), note)).id);
  }
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await readMentions(await w.as(colleague), { cursor, limit: 2 });
    for (const { note, case: one, member } of page.items) {
      found.push(note.id);
      expect([one.conversationId, member.id]).toEqual([w.conversationId, w.member]);
    }
    cursor = page.nextCursor;
  }
  expect(found).toEqual(written);
  expect((await readMentions(await w.as(w.staff), { limit: 2 })).items).toEqual([]);
  const { gymId } = (await w.as(w.stranger)).actor;
  await w.services.db.prisma.user.update({ where: { id: colleague }, data: { gymId } });
  expect((await readMentions(await w.as(colleague), { limit: 10 })).items).toEqual([]);
});

test("a mention is new until its case was opened, on every process; a note written meanwhile stays new, and nobody sees for somebody else", async () => {
  await using w = await deskWorld();
  await using far = await w.anotherProcess();
  const { conversationId } = w;
  const write = async (mentions: string[]) => addNote(await w.as(w.staff), { conversationId, id: uuidv7(), content: "Look!", mentions });
  const first = await write([w.admin, w.staff]);
  const admin = await as(far.services, w.admin);
  const unseen = async () => (await far.services.news.read(admin.actor)).unseen;
  expect(await unseen()).toEqual([{ conversationId, noteId: first.id, version: first.version }]);
  expect((await w.services.news.read((await w.as(w.staff)).actor)).unseen).toEqual([]);
  const second = await write([w.admin]);
  await seeMentions(await w.as(w.staff), { conversationId, version: second.version });
  for (const stranger of [w.member, w.trainer, w.stranger, w.formerStaff]) {
    const refused = { code: "NOT_A_PARTICIPANT" };
    await expect(seeMentions(await w.as(stranger), { conversationId, version: second.version })).rejects.toMatchObject(refused);
  }
  expect((await unseen()).map(({ noteId }) => noteId)).toEqual([second.id, first.id]);
  await seeMentions(await w.as(w.admin), { conversationId, version: first.version });
  expect((await unseen()).map(({ noteId }) => noteId)).toEqual([second.id]);
  expect((await readMentions(admin, { limit: 2 })).items).toMatchObject([{ seenAt: null }, { seenAt: expect.any(String) }]);
  await seeMentions(admin, { conversationId, version: second.version });
  expect(await unseen()).toEqual([]);
});
