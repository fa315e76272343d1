import { describe, expect, it } from "vitest";
import { type ChatPerson, chatPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym, makeUser } from "../server/testing/example-data";
import { type TestServer, testServer } from "../server/testing/test-server";
import { readAppError } from "../shared/errors";
import { caseDesk } from "./case-desk";
import type { CaseDesk, CaseFileView } from "./case-desk.types";
import { whenSent } from "./case-send";
import type { Readable } from "./chat-client.types";

interface World extends AsyncDisposable {
  server: TestServer;
  member: ChatPerson;
  anna: ChatPerson & { desk: CaseDesk };
  greta: ChatPerson & { desk: CaseDesk };
  /** The member's support conversation. */
  id: string;
}

/** A member who has asked, and two at the desk. */
async function world(): Promise<World> {
  const server = await testServer();
  const gym = await makeStaffedGym(server.runtime.db);
  const second = await makeUser(server.runtime.db, "staff", { gymId: gym.gymId });
  const member = await chatPerson(server, gym.member);
  const [first, other] = [await chatPerson(server, gym.staff), await chatPerson(server, second)];
  const { id } = await member.client.openSupport("The sauna");
  member.client.send(id, "Is the sauna on?");
  await until(member.client.thread(id), ({ messages }) => messages.length === 1);
  return {
    server,
    member,
    anna: { ...first, desk: caseDesk(first.client) },
    greta: { ...other, desk: caseDesk(other.client) },
    id,
    async [Symbol.asyncDispose]() {
      for (const person of [member, first, other]) await person.client.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Watches from now on, as a screen does. */
function watch<T>(readable: Readable<T>): Disposable {
  const end = readable.subscribe(() => undefined);
  return { [Symbol.dispose]: end };
}

const ready = (file: Readable<CaseFileView>) => until(file, ({ status }) => status === "ready");

describe("the file of a case", () => {
  it("shows what a colleague does and writes, without being asked again", async () => {
    await using w = await world();
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

  it("is the same as one that is read afresh, whatever came while it was being read", async () => {
    await using w = await world();
    const file = w.anna.desk.file(w.id);
    using _watching = watch(file);
    await ready(w.greta.desk.file(w.id));
    // Not awaited: reading and writing overlap.
    const writing = Array.from({ length: 8 }, (_, at) => w.greta.desk.addNote(w.id, `Note ${at}`, []));
    await Promise.all(writing);
    const live = await until(file, ({ notes }) => notes.length === 8);
    const fresh = caseDesk(w.anna.client).file(w.id);
    using _fresh = watch(fresh);
    const { notes, timeline } = await ready(fresh);
    expect(live.notes).toEqual(notes);
    expect(live.timeline).toEqual(timeline);
  });

  it("shows the viewer's own change and note at once", async () => {
    await using w = await world();
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
    await using w = await world();
    for (const { desk } of [w.anna, w.greta]) watch(desk.file(w.id));
    await Promise.all([ready(w.anna.desk.file(w.id)), ready(w.greta.desk.file(w.id))]);
    const results = await Promise.allSettled([w.anna.desk.assign(w.id, w.anna.id), w.greta.desk.assign(w.id, w.greta.id)]);
    const [lost] = results.flatMap((one) => (one.status === "rejected" ? [readAppError(one.reason)] : []));
    const winner = results[0]?.status === "fulfilled" ? w.anna : w.greta;
    expect(lost).toMatchObject({ code: "CASE_CHANGED", by: { id: winner.id }, current: { assigneeId: winner.id } });
    for (const { desk } of [w.anna, w.greta]) await until(desk.file(w.id), (file) => file.case?.assigneeId === winner.id);
  });

  it("succeeds over what it does not touch, and not over what it does", async () => {
    await using w = await world();
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

  it("never resolves over words of the member that the screen did not show", async () => {
    await using w = await world();
    const { desk, client } = w.anna;
    using _watching = watch(desk.file(w.id));
    await ready(desk.file(w.id));
    client.send(w.id, "Yes, it is.");
    await until(desk.file(w.id), (file) => file.case?.waitingSince === null);
    for (let round = 1; round <= 5; round++) {
      w.member.client.send(w.id, `And on day ${round}?`);
      const [resolved] = await Promise.allSettled([desk.resolve(w.id)]);
      await until(w.member.client.thread(w.id), ({ messages }) => messages.length === 1 + 2 * round);
      // Either it was resolved before, and these words begin the next case, or they were first and it stays open.
      const waits = await until(desk.file(w.id), (file) => file.case?.waitingSince != null);
      expect(waits.case?.status).toBe("open");
      if (resolved.status === "rejected") expect(readAppError(resolved.reason)?.code).toBe("CASE_CHANGED");
      client.send(w.id, "Then, too.");
      await until(desk.file(w.id), (file) => file.case?.waitingSince === null);
    }
  });

  it("can be undone: a resolved case is again what it was", async () => {
    await using w = await world();
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
  await using w = await world();
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

describe("a send from the desk", () => {
  it("stops when others have written after what its writer saw, and goes on knowingly", async () => {
    await using w = await world();
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
  await using w = await world();
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
    await using w = await world();
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
  await using w = await world();
  const { desk } = w.anna;
  expect(await until(desk.cannedReplies, (replies) => replies !== null)).toEqual([]);
  const id = "01890000-0000-7000-8000-000000000001";
  await desk.saveReply({ id, shortcut: "sauna", content: "Hello {{member.firstName}}", isShared: false });
  expect(desk.cannedReplies.getSnapshot()).toMatchObject([{ id, shortcut: "sauna", isShared: false }]);
  expect((await until(desk.settings, (settings) => settings !== null))?.staff.map((one) => one.id)).toContain(w.greta.id);
});
