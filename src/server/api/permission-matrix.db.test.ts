/**
 * Every procedure, called by everybody who might: over a real socket, with an input that the one allowed could use. A procedure without a row fails.
 * A refused call must leave no trace in the database.
 */
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAppError } from "../../shared/errors";
import { everythingStored } from "../testing/everything-stored";
import {
  adminsOnly,
  all,
  atDesk,
  type Caller,
  callers,
  caseRow,
  desksOnly,
  first,
  insideGroup,
  type MatrixRow,
  type MatrixWorld,
  makeMatrixWorld,
  members,
  signedIn,
} from "../testing/matrix-world";
import { type ServedChat, type SocketClient, serveChat } from "../testing/served-chat";
import { appRouter } from "./root";

const rows: MatrixRow[] = [
  ["auth.me", (chat) => chat.auth.me.query(), signedIn],
  ["auth.chatToken", (chat) => chat.auth.chatToken.mutate(), signedIn],
  [
    "auth.renew",
    (chat, { tokens }, caller) => chat.auth.renew.mutate({ token: tokens[caller === "nobody" ? "participant" : caller] }),
    signedIn,
  ],
  [
    "auth.renew",
    (chat, { tokens }, caller) => chat.auth.renew.mutate({ token: tokens[caller === "admin" ? "staff" : "admin"] }),
    all("FORBIDDEN"),
  ],
  ["users.search", (chat) => chat.users.search.query({ query: "" }), signedIn],
  ["users.get", (chat, { guestId }) => chat.users.get.query({ userId: guestId }), all("FORBIDDEN", { staff: "ok", admin: "ok" })],
  ["users.get", (chat) => chat.users.get.query({ userId: uuidv7() }), all("FORBIDDEN")],
  // A guest who is let in already, so that everybody after this row finds them as they were.
  [
    "users.setDisabled",
    (chat, { guestId }) => chat.users.setDisabled.mutate({ userId: guestId, disabled: false }),
    all("FORBIDDEN", { admin: "ok" }),
  ],
  ["users.setDisabled", (chat, { people }) => chat.users.setDisabled.mutate({ userId: people.admin, disabled: true }), all("FORBIDDEN")],
  [
    "users.setDisabled",
    (chat, { people }) => chat.users.setDisabled.mutate({ userId: people.otherGymsMember, disabled: true }),
    all("FORBIDDEN"),
  ],

  ["conversations.list", (chat) => chat.conversations.list.query({}), signedIn],
  ["conversations.unread", (chat) => chat.conversations.unread.query(), signedIn],
  [
    "conversations.people",
    (chat, { groupId, guestId }) => chat.conversations.people.query({ conversationId: groupId, userIds: [guestId] }),
    insideGroup,
  ],
  [
    "conversations.people",
    (chat, { supportId, guestId }) => chat.conversations.people.query({ conversationId: supportId, userIds: [guestId] }),
    atDesk,
  ],
  ["conversations.get", (chat, { groupId }) => chat.conversations.get.query({ id: groupId }), insideGroup],
  ["conversations.get", (chat, { supportId }) => chat.conversations.get.query({ id: supportId }), atDesk],
  [
    "conversations.create",
    (chat, { guestId }) => chat.conversations.create.mutate({ type: "direct", participantIds: [guestId] }),
    all("USER_UNREACHABLE", { staff: "ok", admin: "ok", participant: "ok" }),
  ],
  [
    "conversations.create",
    (chat, { guestId }) => chat.conversations.create.mutate({ type: "group", name: "Yoga", participantIds: [guestId] }),
    all("FORBIDDEN", { otherGymsStaff: "USER_UNREACHABLE", staff: "ok", admin: "ok", participant: "ok" }),
  ],
  ["conversations.markRead", (chat, { groupId }) => chat.conversations.markRead.mutate({ conversationId: groupId, seq: 1 }), insideGroup],
  ["conversations.markRead", (chat, { supportId }) => chat.conversations.markRead.mutate({ conversationId: supportId, seq: 1 }), atDesk],
  [
    "conversations.markDelivered",
    (chat, { groupId }) => chat.conversations.markDelivered.mutate({ conversationId: groupId, seq: 1 }),
    insideGroup,
  ],
  [
    "conversations.addParticipants",
    (chat, { groupId, people }) => chat.conversations.addParticipants.mutate({ conversationId: groupId, participantIds: [people.staff] }),
    insideGroup,
  ],
  [
    "conversations.addParticipants",
    (chat, { supportId, people }) =>
      chat.conversations.addParticipants.mutate({ conversationId: supportId, participantIds: [people.staff] }),
    all("NOT_A_PARTICIPANT", { staff: "NOT_A_GROUP", admin: "NOT_A_GROUP" }),
  ],
  [
    "conversations.removeParticipant",
    (chat, { groupId, people }) => chat.conversations.removeParticipant.mutate({ conversationId: groupId, userId: people.staff }),
    // Staff were added by the row above and are taken out by the participant, who comes last.
    all("NOT_A_PARTICIPANT", { staff: "ok", participant: "ok" }),
  ],
  [
    "conversations.rename",
    (chat, { groupId }) => chat.conversations.rename.mutate({ conversationId: groupId, name: "Spin 2" }),
    insideGroup,
  ],
  [
    "conversations.setArchived",
    (chat, { groupId }) => chat.conversations.setArchived.mutate({ conversationId: groupId, archived: true }),
    insideGroup,
  ],
  [
    "conversations.setMuted",
    (chat, { groupId }) => chat.conversations.setMuted.mutate({ conversationId: groupId, mutedUntil: null }),
    insideGroup,
  ],
  ["conversations.onChange", (chat) => first((handlers) => chat.conversations.onChange.subscribe(undefined, handlers)), signedIn],

  ["messages.list", (chat, { groupId }) => chat.messages.list.query({ conversationId: groupId }), insideGroup],
  ["messages.list", (chat, { supportId }) => chat.messages.list.query({ conversationId: supportId }), atDesk],
  [
    "messages.send",
    (chat, { groupId }) => chat.messages.send.mutate({ conversationId: groupId, id: uuidv7(), content: "Hi" }),
    insideGroup,
  ],
  ["messages.send", (chat, { supportId }) => chat.messages.send.mutate({ conversationId: supportId, id: uuidv7(), content: "Hi" }), atDesk],

  ["typing.set", (chat, { groupId }) => chat.typing.set.mutate({ conversationId: groupId, isTyping: true }), insideGroup],
  ["typing.set", (chat, { supportId }) => chat.typing.set.mutate({ conversationId: supportId, isTyping: false }), atDesk],
  [
    "typing.onChange",
    (chat, { groupId }) => first((handlers) => chat.typing.onChange.subscribe({ conversationId: groupId }, handlers)),
    insideGroup,
  ],

  ["presence.set", (chat) => chat.presence.set.mutate({ status: "online" }), signedIn],
  ["presence.get", (chat, { people }) => chat.presence.get.query({ userIds: [people.participant] }), signedIn],
  [
    "presence.onChange",
    // Everybody sees at least themselves.
    (chat, { people }, caller) =>
      first((handlers) => chat.presence.onChange.subscribe({ userIds: [people[caller === "nobody" ? "participant" : caller]] }, handlers)),
    signedIn,
  ],

  ["support.open", (chat) => chat.support.open.mutate({}), all("FORBIDDEN", members)],
  ["support.queue", (chat) => chat.support.queue.query({}), desksOnly],
  ["support.mentions", (chat) => chat.support.mentions.query({}), desksOnly],
  ["support.settings", (chat) => chat.support.settings.query(), desksOnly],
  ["support.directory", (chat) => chat.support.directory.query({}), desksOnly],
  ["support.setSettings", (chat) => chat.support.setSettings.mutate({ requiresTopic: false }), adminsOnly],
  ["support.labels.save", (chat) => chat.support.labels.save.mutate({ name: "Billing" }), adminsOnly],
  ["support.labels.remove", (chat) => chat.support.labels.remove.mutate({ name: "Keys" }), adminsOnly],
  ["support.get", (chat, { supportId }) => chat.support.get.query({ conversationId: supportId }), atDesk],
  // What does not exist, and what is no support conversation, is answered like one of another desk.
  ["support.get", (chat) => chat.support.get.query({ conversationId: uuidv7() }), all("NOT_A_PARTICIPANT")],
  ["support.get", (chat, { groupId }) => chat.support.get.query({ conversationId: groupId }), all("NOT_A_PARTICIPANT")],
  caseRow("support.assign", (chat, seen, { people }) => chat.support.assign.mutate({ ...seen, assigneeId: people.staff })),
  caseRow("support.setStatus", (chat, seen) => chat.support.setStatus.mutate({ ...seen, status: "pending" })),
  caseRow("support.setPriority", (chat, seen) => chat.support.setPriority.mutate({ ...seen, priority: "high" })),
  caseRow("support.setLabels", (chat, seen) => chat.support.setLabels.mutate({ ...seen, labels: [] })),
  caseRow("support.setTopic", (chat, seen) => chat.support.setTopic.mutate({ ...seen, topic: "Sauna" })),
  caseRow("support.snooze", (chat, seen) => chat.support.snooze.mutate({ ...seen, until: new Date(Date.now() + 60_000).toISOString() })),
  caseRow("support.resolve", (chat, seen) => chat.support.resolve.mutate(seen)),
  [
    "support.merge",
    (chat, { supportId }) => chat.support.merge.mutate({ conversationId: supportId, version: 1, number: 1 }),
    all("NOT_A_PARTICIPANT", { staff: "CASE_CHANGED", admin: "CASE_CHANGED" }),
  ],
  [
    "support.bulk",
    (chat) =>
      chat.support.bulk.mutate({
        id: uuidv7(),
        action: { kind: "setPriority", priority: "low" },
        target: { kind: "matching", view: "unassigned" },
      }),
    desksOnly,
  ],
  [
    "support.undoBulk",
    (chat) => chat.support.undoBulk.mutate({ id: uuidv7() }),
    all("FORBIDDEN", { staff: "UNDO_EXPIRED", otherGymsStaff: "UNDO_EXPIRED", admin: "UNDO_EXPIRED" }),
  ],
  [
    "support.addNote",
    (chat, { supportId }) => chat.support.addNote.mutate({ conversationId: supportId, id: uuidv7(), content: "Asked twice." }),
    atDesk,
  ],
  ["support.seeMentions", (chat, { supportId }) => chat.support.seeMentions.mutate({ conversationId: supportId, version: 5 }), atDesk],
  ["support.setViewing", (chat, { supportId }) => chat.support.setViewing.mutate({ conversationId: supportId, state: "viewing" }), atDesk],
  ["support.views.list", (chat) => chat.support.views.list.query(), desksOnly],
  ["support.views.save", (chat) => chat.support.views.save.mutate({ id: uuidv7(), name: "Keys", view: "all" }), desksOnly],
  ["support.views.remove", (chat) => chat.support.views.remove.mutate({ id: uuidv7() }), desksOnly],
  ["support.setShift", (chat) => chat.support.setShift.mutate({ state: "on" }), desksOnly],
  [
    "support.setShift",
    (chat, { people }) => chat.support.setShift.mutate({ state: "away", userId: people.staff }),
    all("FORBIDDEN", { staff: "ok", admin: "ok" }),
  ],
  ["admin.setup", (chat) => chat.admin.setup.query(), adminsOnly],
  ["admin.setGym", (chat) => chat.admin.setGym.mutate({ name: "Iron", timeZone: "Europe/Berlin", language: "de" }), adminsOnly],
  ["admin.setHours", (chat) => chat.admin.setHours.mutate({ week: null }), adminsOnly],
  ["admin.saveHoliday", (chat) => chat.admin.saveHoliday.mutate({ day: "2026-12-24", name: "Christmas Eve" }), adminsOnly],
  ["admin.removeHoliday", (chat) => chat.admin.removeHoliday.mutate({ day: "2026-12-24" }), adminsOnly],
  ["admin.setAnswers", (chat) => chat.admin.setAnswers.mutate({ greeting: null, replyTime: null, closed: null }), adminsOnly],
  ["admin.setAssignment", (chat) => chat.admin.setAssignment.mutate({ isOn: false, capacity: 5 }), adminsOnly],
  ["admin.setAutoResolve", (chat) => chat.admin.setAutoResolve.mutate({ afterHours: null, warningHours: 24, warning: null }), adminsOnly],
  ["admin.setTopics", (chat) => chat.admin.setTopics.mutate({ topics: ["Lockers"] }), adminsOnly],
  [
    "admin.saveRule",
    (chat, { people }) => chat.admin.saveRule.mutate({ id: uuidv7(), name: "Lockers", place: 0, staffIds: [people.staff] }),
    adminsOnly,
  ],
  ["admin.removeRule", (chat) => chat.admin.removeRule.mutate({ id: uuidv7() }), adminsOnly],
  ["admin.staff", (chat) => chat.admin.staff.query(), adminsOnly],
  ["admin.setStaff", (chat, { people }) => chat.admin.setStaff.mutate({ userId: people.staff, capacity: 3 }), adminsOnly],
  // People of another gym are answered like nobody.
  ["admin.setStaff", (chat, { people }) => chat.admin.setStaff.mutate({ userId: people.otherGymsStaff, role: "admin" }), all("FORBIDDEN")],
  ["admin.shiftLog", (chat) => chat.admin.shiftLog.query({}), adminsOnly],
  ["cannedReplies.list", (chat) => chat.cannedReplies.list.query(), desksOnly],
  ["cannedReplies.save", (chat) => chat.cannedReplies.save.mutate({ id: uuidv7(), shortcut: "hi", content: "Hi!" }), desksOnly],
  [
    "cannedReplies.save",
    (chat) => chat.cannedReplies.save.mutate({ id: uuidv7(), shortcut: "hi", content: "Hi!", isShared: true }),
    adminsOnly,
  ],
  ["cannedReplies.remove", (chat) => chat.cannedReplies.remove.mutate({ id: uuidv7() }), desksOnly],
  [
    "cannedReplies.fill",
    (chat, { supportId }) => chat.cannedReplies.fill.query({ conversationId: supportId, id: uuidv7() }),
    all("NOT_A_PARTICIPANT", { staff: "CANNED_REPLY_UNKNOWN", admin: "CANNED_REPLY_UNKNOWN" }),
  ],
  ["reports.read", (chat) => chat.reports.read.query({ from: "2026-03-01", to: "2026-03-31" }), desksOnly],
  ["reports.rows", (chat) => chat.reports.rows.query({ from: "2026-03-01", to: "2026-03-31", figure: "opened" }), desksOnly],
  ["reports.csv", (chat) => chat.reports.csv.query({ from: "2026-03-01", to: "2026-03-31", of: "firstReply" }), desksOnly],
  ["reports.board", (chat) => chat.reports.board.query(), desksOnly],
  ["support.onNews", (chat) => first((handlers) => chat.support.onNews.subscribe(undefined, handlers)), desksOnly],
  ["support.onViewing", (chat) => first((handlers) => chat.support.onViewing.subscribe(undefined, handlers)), desksOnly],
  ["support.onChange", (chat) => first((handlers) => chat.support.onChange.subscribe(undefined, handlers)), desksOnly],

  [
    "conversations.leave",
    (chat, { supportId }) => chat.conversations.leave.mutate({ conversationId: supportId }),
    all("NOT_A_PARTICIPANT", { staff: "NOT_A_GROUP", admin: "NOT_A_GROUP" }),
  ],
  ["conversations.leave", (chat, { groupId }) => chat.conversations.leave.mutate({ conversationId: groupId }), insideGroup],
  // Over HTTP: a socket is closed by it, with or before its answer.
  [
    "auth.signOutEverywhere",
    (_, { served, tokens }, caller) => served.overHttp(caller === "nobody" ? null : tokens[caller]).auth.signOutEverywhere.mutate(),
    signedIn,
  ],
];

describe("who may call what", () => {
  let chat: ServedChat;
  let world: MatrixWorld;
  const clients = {} as Record<Caller, SocketClient>;

  beforeAll(async () => {
    chat = await serveChat();
    world = await makeMatrixWorld(chat);
    for (const caller of callers) clients[caller] = chat.over(caller === "nobody" ? null : world.tokens[caller]);
  });
  afterAll(() => chat[Symbol.asyncDispose]());

  it("every procedure has its row", () => {
    expect([...new Set(rows.map(([procedure]) => procedure))].sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  const cases = rows.flatMap(([procedure, call, expected]) =>
    callers.map((caller) => [procedure, caller, expected[caller], call] as const),
  );

  it.each(cases)("%s as %s: %s", async (_, caller, expected, call) => {
    const before = await everythingStored(chat.runtime.db);
    // Who shows no sign-in has a socket for five seconds only.
    const client = caller === "nobody" ? chat.over(null) : clients[caller];
    const outcome = await call(client.chat, world, caller).then(
      () => "ok",
      (error: unknown) => readAppError(error)?.code ?? error,
    );
    expect(outcome).toBe(expected);
    if (expected !== "ok") expect(await everythingStored(chat.runtime.db)).toEqual(before);
  });
});
