/** Notes that were on their way when their page was closed. */
import { expect, it } from "vitest";
import { type CaseWorld, caseWorld, watch } from "../server/testing/case-world";
import { chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { type Line, openLine } from "../server/testing/line";
import { caseDesk } from "./case-desk";
import type { ClientStorage } from "./client-storage";
import { type Clock, systemClock } from "./clock";
import { memoryStorage } from "./memory-storage";

/** Anna's page, on a line of its own, with the case open. */
async function annasPage(w: CaseWorld, storage: ClientStorage, clock: Clock = systemClock) {
  const line = await openLine(w.server.port);
  const page = await chatPerson(w.server, w.anna.id, { url: line.url, storage, clock });
  const desk = caseDesk(page.client);
  const watching = watch(desk.file(w.id));
  await until(desk.file(w.id), ({ status }) => status === "ready");
  return {
    ...{ line, desk },
    async [Symbol.asyncDispose]() {
      watching[Symbol.dispose]();
      await page.client.stop();
      await line[Symbol.asyncDispose]();
    },
  };
}

/** What a page leaves that is killed now. */
async function left(storage: ClientStorage): Promise<ClientStorage> {
  const copy = memoryStorage();
  await copy.write(await storage.read(""));
  return copy;
}

/** Has a page of Anna's write a note that is not answered for, and kills it when so many notes are saved. */
async function killedWhileNoting(w: CaseWorld, breakLine: (line: Line) => void, saved = 0): Promise<ClientStorage> {
  const storage = memoryStorage();
  await using page = await annasPage(w, storage);
  breakLine(page.line);
  page.desk.addNote(w.id, "Call them back.", [w.greta.id]).catch(() => undefined);
  const kept = async () => (await storage.read(`${w.anna.id}/draft/${w.id}/note/`)).length;
  await expect.poll(kept).toBe(1);
  await expect.poll(async () => (await stored(w)).length).toBe(saved);
  return left(storage);
}

const stored = (w: CaseWorld) => w.server.runtime.db.prisma.note.findMany({ where: { conversationId: w.id } });
const keptOn = async (storage: ClientStorage) => (await storage.read("")).filter(({ key }) => key.includes("/note/"));

it("a note that was on its way when its page was closed is read again without a connection, and saved once when its author says so", async () => {
  await using w = await caseWorld();
  const storage = await killedWhileNoting(w, (line) => line.cut());
  expect(await stored(w)).toEqual([]);
  await using line = await openLine(w.server.port);
  line.cut();
  await using again = strandedPerson(w.server, w.anna.id, { url: line.url, storage, userId: w.anna.id });
  const desk = caseDesk(again.client);
  again.client.start();
  using _watching = watch(desk.file(w.id));
  const file = await until(desk.file(w.id), ({ unsavedNoteIds }) => unsavedNoteIds.length === 1);
  const [id] = file.unsavedNoteIds;
  expect(file.notes).toMatchObject([{ id, content: "Call them back.", mentions: [w.greta.id] }]);
  line.mend();
  const { notes } = await until(desk.file(w.id), ({ status }) => status === "ready");
  expect(notes).toMatchObject([{ id, authorId: w.anna.id }]);
  // Nothing is done behind anybody's back.
  expect(desk.file(w.id).getSnapshot().unsavedNoteIds).toEqual([id]);
  expect(await stored(w)).toEqual([]);

  const retrying = desk.retryNote(w.id, id ?? "");
  expect(desk.file(w.id).getSnapshot()).toMatchObject({ notes: [{ id }], pendingNoteIds: [id], unsavedNoteIds: [] });
  await retrying;
  expect(desk.file(w.id).getSnapshot()).toMatchObject({ notes: [{ id }], pendingNoteIds: [], unsavedNoteIds: [] });
  expect(await stored(w)).toMatchObject([{ id }]);
  await expect.poll(() => keptOn(storage)).toEqual([]);
});

it("a note that was saved although its page was closed before it heard so stands there once, and nothing of it is left on the device", async () => {
  await using w = await caseWorld();
  const storage = await killedWhileNoting(w, (line) => line.deafen(), 1);
  await using page = await annasPage(w, storage);
  const file = await until(page.desk.file(w.id), ({ notes }) => notes.length === 1);
  expect(file).toMatchObject({ notes: [{ content: "Call them back." }], unsavedNoteIds: [], pendingNoteIds: [] });
  await expect.poll(() => keptOn(storage)).toEqual([]);
});

it("a note that is not saved can be taken away, and one that cannot be saved stays where it stands", async () => {
  await using w = await caseWorld();
  const storage = await killedWhileNoting(w, (line) => line.cut());
  await w.server.runtime.db.prisma.user.update({ where: { id: w.greta.id }, data: { role: "trainer" } });
  await using page = await annasPage(w, storage);
  const [id = ""] = page.desk.file(w.id).getSnapshot().unsavedNoteIds;
  await expect(page.desk.retryNote(w.id, id)).rejects.toMatchObject({ data: { app: { code: "NOT_AT_DESK" } } });
  expect(page.desk.file(w.id).getSnapshot().unsavedNoteIds).toEqual([id]);
  page.desk.discardNote(w.id, id);
  expect(await until(page.desk.file(w.id), ({ notes }) => notes.length === 0)).toMatchObject({ unsavedNoteIds: [] });
  await expect.poll(() => keptOn(storage)).toEqual([]);
  expect(await stored(w)).toEqual([]);
});

it("a note whose text went back into its field is the same note when it is added again, also by the next page", async () => {
  await using w = await caseWorld();
  const storage = memoryStorage();
  {
    // Who waits for seconds here waits for a moment.
    await using page = await annasPage(w, storage, {
      ...systemClock,
      after: (ms, callback) => systemClock.after(ms > 5_000 ? 200 : ms, callback),
    });
    page.line.deafen();
    const noting = page.desk.addNote(w.id, "Call them back.", []);
    await expect.poll(() => stored(w)).toHaveLength(1);
    page.line.cut();
    await expect(noting).rejects.toThrow("no connection");
  }
  await using page = await annasPage(w, storage);
  const [first] = await stored(w);
  expect(page.desk.file(w.id).getSnapshot().unsavedNoteIds).toEqual([]);
  expect((await page.desk.addNote(w.id, "Call them back.", [])).id).toBe(first?.id);
  expect((await page.desk.addNote(w.id, "Call them back.", [])).id).not.toBe(first?.id);
  await expect.poll(() => keptOn(storage)).toEqual([]);
});
