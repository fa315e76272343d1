import { describe, expect, it } from "vitest";
import { caseWorld, slowDesk, watch } from "../server/testing/case-world";
import { until } from "../server/testing/chat-person";
import { readAppError } from "../shared/errors";
import type { CaseFileView } from "./case-desk.types";
import { whenSent } from "./case-send";
import type { Readable } from "./chat-client.types";

const ready = (file: Readable<CaseFileView>) => until(file, ({ status }) => status === "ready");

describe("the file of a case", () => {
  it("shows what a colleague does and writes, without being asked again", async () => {
    await using w = await caseWorld();
    const [file, other] = [w.anna.desk.file(w.id), w.greta.desk.file(w.id)];
    using _watching = watch(file);
    using _other = watch(other);
    expect((await ready(file)).case).toMatchObject({ status: "open", topic: "The sauna", assigneeId: null });
    await ready(other);
    await w.greta.desk.assign(w.id, w.greta.id);
    const note = await w.greta.desk.addNote(w.id, "Asked before.", [w.anna.id]);
    const seen = await until(file, ({ notes }) => notes.length === 1);
    expect(seen.notes).toEqual([note]);
    expect(seen.case?.assigneeId).toBe(w.greta.id);
    expect(seen.timeline.map(({ kind }) => kind)).toEqual(["opened", "assigned"]);
    const { items } = await until(w.anna.desk.mentions, ({ status }) => status === "ready");
    expect(items.map((one) => one.note.id)).toEqual([note.id]);
  });

  it("is the same as one that is read afresh, although notes were written while it was being read", async () => {
    await using w = await caseWorld();
    const { desk, holdAnswers } = slowDesk(w.anna);
    const before = w.anna.desk.file(w.id);
    using _before = watch(before);
    await ready(before);
    await ready(w.greta.desk.file(w.id));
    const file = desk.file(w.id);
    const release = holdAnswers();
    using _watching = watch(file);
    // The page has been read, perhaps, and is not here yet.
    for (let at = 0; at < 4; at++) await w.greta.desk.addNote(w.id, `Note ${at}`, []);
    await until(before, ({ notes }) => notes.length === 4);
    release();
    const late = await ready(file);
    expect(late.notes).toEqual(before.getSnapshot().notes);
    expect(late.timeline).toEqual(before.getSnapshot().timeline);
  });

  it("shows the viewer's own change and note at once", async () => {
    await using w = await caseWorld();
    const file = w.anna.desk.file(w.id);
    using _watching = watch(file);
    await ready(file);
    const done = w.anna.desk.setPriority(w.id, "urgent");
    const noted = w.anna.desk.addNote(w.id, "Call them.", []);
    expect(file.getSnapshot()).toMatchObject({ case: { priority: "urgent" }, notes: [{ content: "Call them." }] });
    expect(file.getSnapshot().pendingNoteIds).toHaveLength(1);
    await Promise.all([done, noted]);
    expect(file.getSnapshot().pendingNoteIds).toEqual([]);
  });
});

describe("a change of a case", () => {
  it("is taken back when a colleague was first, who is named", async () => {
    await using w = await caseWorld();
    for (const { desk } of [w.anna, w.greta]) watch(desk.file(w.id));
    await Promise.all([ready(w.anna.desk.file(w.id)), ready(w.greta.desk.file(w.id))]);
    const results = await Promise.allSettled([w.anna.desk.assign(w.id, w.anna.id), w.greta.desk.assign(w.id, w.greta.id)]);
    const [lost] = results.flatMap((one) => (one.status === "rejected" ? [readAppError(one.reason)] : []));
    const winner = results[0]?.status === "fulfilled" ? w.anna : w.greta;
    expect(lost).toMatchObject({ code: "CASE_CHANGED", by: { id: winner.id }, current: { assigneeId: winner.id } });
    for (const { desk } of [w.anna, w.greta]) await until(desk.file(w.id), (file) => file.case?.assigneeId === winner.id);
  });

  it("succeeds over what it does not touch, and not over what it does", async () => {
    await using w = await caseWorld();
    const file = w.anna.desk.file(w.id);
    using _watching = watch(file);
    await ready(file);
    await ready(w.greta.desk.file(w.id));
    const both = await Promise.all([w.anna.desk.setPriority(w.id, "high"), w.greta.desk.setTopic(w.id, "The steam bath")]);
    expect(both).toHaveLength(2);
    await until(file, ({ case: now }) => now?.priority === "high" && now.topic === "The steam bath");
    const [first, second] = await Promise.allSettled([w.anna.desk.setTopic(w.id, "A"), w.greta.desk.setTopic(w.id, "B")]);
    expect([first?.status, second?.status].sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("does not resolve over words of the member that the screen did not show, but over its own answer", async () => {
    await using w = await caseWorld();
    const { desk, holdEvents } = slowDesk(w.anna);
    const shown = w.anna.desk.file(w.id);
    using _shown = watch(shown);
    using _watching = watch(desk.file(w.id));
    await ready(desk.file(w.id));
    const release = holdEvents();
    w.anna.client.send(w.id, "Yes, it is.");
    await until(shown, (file) => file.case?.waitingSince === null);
    w.member.client.send(w.id, "And on Sunday?");
    await until(shown, (file) => file.case?.waitingSince != null);
    const refusal = await desk.resolve(w.id).then(
      () => null,
      (error: unknown) => readAppError(error),
    );
    expect(refusal).toMatchObject({ code: "CASE_CHANGED", current: { status: "open" } });
    expect(desk.file(w.id).getSnapshot().case).toMatchObject({ status: "open", waitingSince: refusal?.current?.waitingSince });
    w.anna.client.send(w.id, "Then, too.");
    await until(shown, (file) => file.case?.waitingSince === null);
    await desk.resolve(w.id);
    release();
    await until(desk.file(w.id), (file) => file.case?.status === "resolved");
  });

  it("can be undone: a resolved case is again what it was", async () => {
    await using w = await caseWorld();
    const { desk } = w.anna;
    using _watching = watch(desk.file(w.id));
    await ready(desk.file(w.id));
    const until1 = new Date(Date.now() + 3_600_000).toISOString();
    await desk.snooze(w.id, until1);
    const { undo } = await desk.resolve(w.id, "Opening hours");
    expect(desk.file(w.id).getSnapshot().case).toMatchObject({ status: "resolved", topic: "Opening hours" });
    await undo?.();
    expect(desk.file(w.id).getSnapshot().case).toMatchObject({ status: "snoozed", snoozedUntil: until1, topic: "The sauna" });
  });
});

it("undoes a resolve with the wait that it ended: who waited still does, and since the same moment", async () => {
  await using w = await caseWorld();
  const { desk } = w.anna;
  using _watching = watch(desk.file(w.id));
  const { case: before } = await ready(desk.file(w.id));
  expect(before?.waitingSince).not.toBeNull();
  const { undo } = await desk.resolve(w.id, "Opening hours");
  expect(desk.file(w.id).getSnapshot().case).toMatchObject({ status: "resolved", waitingSince: null });
  await undo?.();
  const after = await until(desk.file(w.id), (file) => file.case?.status === "open");
  expect(after.case).toMatchObject({ waitingSince: before?.waitingSince, topic: "The sauna" });
});

it("takes nothing back that a colleague has changed since, who is named", async () => {
  await using w = await caseWorld();
  const { desk } = w.anna;
  using _watching = watch(desk.file(w.id));
  using _other = watch(w.greta.desk.file(w.id));
  await ready(desk.file(w.id));
  await ready(w.greta.desk.file(w.id));
  const refusalOf = (undo: (() => Promise<unknown>) | null) => Promise.resolve(undo?.()).then(() => null, readAppError);
  const claimed = await desk.assign(w.id, w.anna.id);
  await until(w.greta.desk.file(w.id), (file) => file.case?.assigneeId === w.anna.id);
  await w.greta.desk.assign(w.id, w.greta.id);
  // The screen knows of it by now, and that makes it no less the colleague's.
  await until(desk.file(w.id), (file) => file.case?.assigneeId === w.greta.id);
  expect(await refusalOf(claimed.undo)).toMatchObject({ code: "CASE_CHANGED", by: { id: w.greta.id } });

  const laidAside = await desk.snooze(w.id, new Date(Date.now() + 3_600_000).toISOString());
  await until(w.greta.desk.file(w.id), (file) => file.case?.status === "snoozed");
  await w.greta.desk.setStatus(w.id, "pending");
  await until(desk.file(w.id), (file) => file.case?.status === "pending");
  await w.greta.desk.setPriority(w.id, "urgent");
  await until(desk.file(w.id), (file) => file.case?.priority === "urgent");
  expect(await refusalOf(laidAside.undo)).toMatchObject({ code: "CASE_CHANGED" });
  expect((await until(desk.file(w.id), (file) => file.case !== null)).case).toMatchObject({ assigneeId: w.greta.id, status: "pending" });
});

describe("a send from the desk", () => {
  it("stops when others have written after what its writer saw, and goes on knowingly", async () => {
    await using w = await caseWorld();
    const { client, desk } = w.anna;
    using _watching = watch(client.thread(w.id));
    // Who is not part of the conversation yet hears of it as the desk does.
    using _desk = watch(desk.file(w.id));
    await until(client.thread(w.id), ({ messages }) => messages.length === 1);
    w.member.client.send(w.id, "Never mind.");
    await until(client.thread(w.id), ({ messages }) => messages.length === 2);
    const blind = client.send(w.id, "It is on.", { afterSeq: 1 });
    expect(await whenSent(client, w.id, blind)).toMatchObject({ refused: { code: "CONVERSATION_MOVED_ON", lastSeq: 2 } });
    client.discard(blind);
    const knowing = client.send(w.id, "It is on.", { afterSeq: 2 });
    expect(await whenSent(client, w.id, knowing)).toMatchObject({ sent: { seq: 3 } });
    // What oneself wrote is nothing one has not seen.
    const next = client.send(w.id, "All day.", { afterSeq: 2 });
    expect(await whenSent(client, w.id, next)).toMatchObject({ sent: { seq: 4 } });
  });
});

it("reads what was said in an earlier case, and nothing of those around it", async () => {
  await using w = await caseWorld();
  const { desk, client } = w.anna;
  using _watching = watch(desk.file(w.id));
  using _thread = watch(client.thread(w.id));
  await ready(desk.file(w.id));
  for (let number = 1; number <= 3; number++) {
    for (let at = 1; at <= 4; at++) {
      const id = client.send(w.id, `${number}.${at}`);
      await whenSent(client, w.id, id);
    }
    await desk.resolve(w.id, `Topic ${number}`);
    w.member.client.send(w.id, `Something else after ${number}`);
    await until(desk.file(w.id), (file) => file.case?.number === number + 1);
  }
  const { earlier } = await until(desk.file(w.id), (file) => file.earlier.length === 3);
  const said = await Promise.all(earlier.map((one) => desk.messagesOf(one)));
  const texts = said.map(({ messages, hasMore }) => [messages.map(({ content }) => content), hasMore]);
  expect(texts).toEqual([
    [["Something else after 2", "3.1", "3.2", "3.3", "3.4"], false],
    [["Something else after 1", "2.1", "2.2", "2.3", "2.4"], false],
    [["Is the sauna on?", "1.1", "1.2", "1.3", "1.4"], false],
  ]);
});

describe("who is there", () => {
  it("shows a colleague who looks, writes and leaves, and never oneself", async () => {
    await using w = await caseWorld();
    const there = w.anna.desk.viewers(w.id);
    using _watching = watch(there);
    using _own = watch(w.greta.desk.viewers(w.id));
    w.greta.desk.setViewing(w.id, "viewing");
    expect(await until(there, (viewers) => viewers.length > 0)).toEqual([{ userId: w.greta.id, state: "viewing" }]);
    w.greta.desk.setViewing(w.id, "replying");
    await until(there, ([first]) => first?.state === "replying");
    expect(w.greta.desk.viewers(w.id).getSnapshot()).toEqual([]);
    w.greta.desk.setViewing(w.id, "none");
    await until(there, (viewers) => viewers.length === 0);
  });
});

it("keeps replies ready, and knows them as soon as they are saved", async () => {
  await using w = await caseWorld();
  const { desk } = w.anna;
  expect(await until(desk.cannedReplies, (replies) => replies !== null)).toEqual([]);
  const id = "01890000-0000-7000-8000-000000000001";
  await desk.saveReply({ id, shortcut: "sauna", content: "Hello {{member.firstName}}", isShared: false });
  expect(desk.cannedReplies.getSnapshot()).toMatchObject([{ id, shortcut: "sauna", isShared: false }]);
  expect((await until(desk.settings, (settings) => settings !== null))?.staff.map((one) => one.id)).toContain(w.greta.id);
  const ownShift = () => desk.settings.getSnapshot()?.shifts.find(({ userId }) => userId === w.anna.id);
  await desk.setShift("on");
  expect(ownShift()).toMatchObject({ state: "on" });
  await desk.setShift("away", { handsOver: true });
  expect(ownShift()).toMatchObject({ state: "away", handsOver: true });
});
