/** What the desk does although its answers come late or never, and from two tabs of one person. */
import { expect, it } from "vitest";
import { type CaseWorld, caseWorld, slowDesk, watch } from "../server/testing/case-world";
import { chatPerson, until } from "../server/testing/chat-person";
import { openLine } from "../server/testing/line";
import { caseDesk } from "./case-desk";
import type { CaseDesk } from "./case-desk.types";
import { type Clock, systemClock } from "./clock";

const ready = (desk: CaseDesk, id: string) => until(desk.file(id), ({ status }) => status === "ready");
const entries = (w: CaseWorld, kind: string) =>
  w.greta.desk
    .file(w.id)
    .getSnapshot()
    .timeline.filter((entry) => entry.kind === kind);

/** Another tab of Anna's, on a line of its own, with the case open; Greta looks at the case, too. */
async function secondTab(w: CaseWorld, clock: Clock = systemClock) {
  const line = await openLine(w.server.port);
  const tab = await chatPerson(w.server, w.anna.id, { url: line.url, clock });
  const desk = caseDesk(tab.client);
  const watching = [desk, w.greta.desk].map((one) => watch(one.file(w.id)));
  await Promise.all([ready(desk, w.id), ready(w.greta.desk, w.id)]);
  return {
    line,
    desk,
    async [Symbol.asyncDispose]() {
      for (const end of watching) end[Symbol.dispose]();
      await tab.client.stop();
      await line[Symbol.asyncDispose]();
    },
  };
}

it("what was done although the answer was lost is done once, shown, and can be put back as it was", async () => {
  await using w = await caseWorld();
  await using tab = await secondTab(w);
  const shown = tab.desk.file(w.id);
  const seen = w.greta.desk.file(w.id);
  const waitingSince = shown.getSnapshot().case?.waitingSince;
  expect(waitingSince).toBeTruthy();

  tab.line.deafen();
  const claiming = tab.desk.assign(w.id, w.anna.id);
  const noting = tab.desk.addNote(w.id, "Call them back.", []);
  await until(seen, (file) => file.case?.assigneeId === w.anna.id && file.notes.length === 1);
  tab.line.cut();
  tab.line.mend();
  await Promise.all([claiming, noting]);
  await until(shown, (file) => file.case?.assigneeId === w.anna.id && file.notes.length === 1 && file.pendingNoteIds.length === 0);

  tab.line.deafen();
  const resolving = tab.desk.resolve(w.id);
  await until(seen, (file) => file.case?.status === "resolved");
  tab.line.cut();
  tab.line.mend();
  const { undo } = await resolving;
  expect(shown.getSnapshot().case).toMatchObject({ status: "resolved", waitingSince: null });
  await undo?.();
  await until(seen, (file) => file.case?.status === "open" && file.case.waitingSince === waitingSince);
  await until(shown, (file) => file.case?.status === "open" && file.case.waitingSince === waitingSince);
  expect(entries(w, "assigned")).toHaveLength(1);
  expect(seen.getSnapshot().notes).toHaveLength(1);
});

it("the same done in two tabs of one person is done once, and each of them can put it back", async () => {
  await using w = await caseWorld();
  await using tab = await secondTab(w);
  using _watching = watch(w.anna.desk.file(w.id));
  await ready(w.anna.desk, w.id);
  const desks = [w.anna.desk, tab.desk];
  await Promise.all(desks.map((desk) => desk.assign(w.id, w.anna.id)));
  const everybody = [...desks, w.greta.desk];
  const areAll = (status: string) => Promise.all(everybody.map((desk) => until(desk.file(w.id), (file) => file.case?.status === status)));
  for (const which of desks.keys()) {
    const resolved = await Promise.all(desks.map((desk) => desk.resolve(w.id)));
    await areAll("resolved");
    await resolved[which]?.undo?.();
    await areAll("open");
  }
  expect(entries(w, "assigned")).toHaveLength(1);
});

it("an answer that comes late overrules nothing that a colleague did since, and a note stands there once", async () => {
  await using w = await caseWorld();
  const { desk, holdAnswers } = slowDesk(w.anna);
  using _watching = watch(desk.file(w.id));
  using _other = watch(w.greta.desk.file(w.id));
  await Promise.all([ready(desk, w.id), ready(w.greta.desk, w.id)]);
  const release = holdAnswers();
  const claiming = desk.assign(w.id, w.anna.id);
  const noting = desk.addNote(w.id, "Mine now.", []);
  await until(w.greta.desk.file(w.id), (file) => file.case?.assigneeId === w.anna.id && file.notes.length === 1);
  await w.greta.desk.assign(w.id, w.greta.id);
  // Everything has been told to this desk, and it still waits for its answers.
  const told = await until(desk.file(w.id), (file) => file.timeline.filter(({ kind }) => kind === "assigned").length === 2);
  expect(told.notes.map(({ content }) => content)).toEqual(["Mine now."]);
  expect(told.pendingNoteIds).toEqual([]);
  release();
  await Promise.all([claiming, noting]);
  expect(desk.file(w.id).getSnapshot()).toMatchObject({ case: { assigneeId: w.greta.id }, notes: { length: 1 } });
});

it("a note that was given up, though it had been written, is the same note when its author adds it again", async () => {
  await using w = await caseWorld();
  // Who waits for seconds here waits for a moment.
  await using tab = await secondTab(w, { ...systemClock, after: (ms, callback) => systemClock.after(ms > 5_000 ? 200 : ms, callback) });
  const seen = w.greta.desk.file(w.id);
  tab.line.deafen();
  const noting = tab.desk.addNote(w.id, "Call them back.", []);
  await until(seen, (file) => file.notes.length === 1);
  tab.line.cut();
  await expect(noting).rejects.toThrow("no connection");
  tab.line.mend();
  await until(tab.desk.file(w.id), (file) => file.notes.length === 1);
  const [first] = seen.getSnapshot().notes;
  expect(await tab.desk.addNote(w.id, "Call them back.", [])).toEqual(first);
  expect((await tab.desk.addNote(w.id, "Call them back.", [])).id).not.toBe(first?.id);
});
