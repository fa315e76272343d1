import { uuidv7 } from "uuidv7";
import { describe, expect, it } from "vitest";
import type { AppErrorCode } from "../../shared/errors";
import { createServices } from "../api/services";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { readQueue } from "../support/read-queue";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { testRuntime } from "../testing/test-runtime";
import { type Witness, witness } from "../testing/witness";
import { addParticipants, leaveConversation, removeParticipant, renameConversation } from "./change-group";
import { createConversation } from "./create-conversation";
import { getConversation } from "./get-conversation";
import { listConversations } from "./list-conversations";
import { listMessages } from "./list-messages";
import { markDelivered } from "./mark-delivered";
import { markRead } from "./mark-read";
import { sendMessage } from "./send-message";
import { setOwnSettings } from "./set-own-settings";

async function world() {
  const runtime = await testRuntime({ clock: manualClock() });
  const services = await createServices(runtime);
  const gym = await makeStaffedGym(runtime.db);
  const elsewhere = await makeStaffedGym(runtime.db);
  const [second, third] = await Promise.all([1, 2].map(() => makeUser(runtime.db, "member", { gymId: gym.gymId })));
  if (!second || !third) throw new Error("no members");
  const me = (userId: string) => as(services, userId);
  const group = await createConversation(await me(gym.trainer), { type: "group", name: "Spin", participantIds: [gym.member, second] });
  return {
    ...gym,
    elsewhere,
    second,
    third,
    services,
    group,
    as: me,
    send: async (userId: string, conversationId: string, content = "Hello", id: string = uuidv7()) =>
      sendMessage(await me(userId), { conversationId, id, content }, advanceCase),
    async [Symbol.asyncDispose]() {
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const refused = (code: AppErrorCode) => expect.objectContaining({ code });

async function allLevel(...witnesses: Witness[]) {
  for (const one of witnesses) await one.expectLevel();
}

describe("sending", () => {
  it("takes the same id once, and answers the first message again", async () => {
    await using w = await world();
    const id = uuidv7();
    const [first, again] = [await w.send(w.member, w.group.id, "Hi", id), await w.send(w.member, w.group.id, "Hi", id)];
    expect(again).toEqual(first);
    expect((await listMessages(await w.as(w.member), { conversationId: w.group.id, limit: 50 })).messages).toHaveLength(1);
  });

  it("takes the same id once when many processes send it at the same moment", async () => {
    await using w = await world();
    const id = uuidv7();
    const sent = await Promise.all(Array.from({ length: 8 }, () => w.send(w.member, w.group.id, "Hi", id)));
    expect(new Set(sent.map(({ seq }) => seq))).toEqual(new Set([1]));
  });

  it("refuses an id that carries another text or comes from somebody else", async () => {
    await using w = await world();
    const id = uuidv7();
    await w.send(w.member, w.group.id, "Hi", id);
    await expect(w.send(w.member, w.group.id, "Ho", id)).rejects.toEqual(refused("MESSAGE_ID_TAKEN"));
    await expect(w.send(w.second, w.group.id, "Hi", id)).rejects.toEqual(refused("MESSAGE_ID_TAKEN"));
  });

  it("numbers the messages of many senders 1, 2, 3 without a hole, and everybody shows that order", async () => {
    await using w = await world();
    await using member = await witness(w.services, w.member);
    await using trainer = await witness(w.services, w.trainer);
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => w.send([w.member, w.second, w.trainer][at % 3] ?? w.member, w.group.id, `m${at}`)),
    );
    await allLevel(member, trainer);
    const seqs = member.heard.flatMap((event) => (event.type === "message" ? [event.message.seq] : []));
    expect(seqs).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });

  it("keeps markup and odd characters exactly as they were typed", async () => {
    await using w = await world();
    const content = ' <b onclick="x">bold</b>\n\t&amp; \u202e👩‍👩‍👧 é ';
    expect((await w.send(w.member, w.group.id, content)).content).toBe(content);
  });

  it("refuses strangers, former participants and other gyms alike, as if the conversation did not exist", async () => {
    await using w = await world();
    await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.second });
    for (const userId of [w.second, w.third, w.staff, w.admin, w.elsewhere.staff, w.elsewhere.admin]) {
      await expect(w.send(userId, w.group.id)).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
      await expect(w.send(userId, uuidv7())).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
    }
  });

  it("refuses a reply to a message of another conversation", async () => {
    await using w = await world();
    const direct = await createConversation(await w.as(w.member), { type: "direct", participantIds: [w.trainer] });
    const { id } = await w.send(w.member, direct.id);
    const reply = { conversationId: w.group.id, id: uuidv7(), content: "Re", replyToId: id };
    await expect(sendMessage(await w.as(w.member), reply, advanceCase)).rejects.toEqual(refused("REPLY_NOT_FOUND"));
  });
});

describe("watermarks", () => {
  it("only grow, and are told to the authors they cover and to nobody else", async () => {
    await using w = await world();
    await w.send(w.trainer, w.group.id, "one");
    await w.send(w.trainer, w.group.id, "two");
    await using trainer = await witness(w.services, w.trainer);
    await using second = await witness(w.services, w.second);
    await using member = await witness(w.services, w.member);
    await markDelivered(await w.as(w.member), { conversationId: w.group.id, seq: 2 });
    await markRead(await w.as(w.member), { conversationId: w.group.id, seq: 2 });
    expect(await markRead(await w.as(w.member), { conversationId: w.group.id, seq: 1 })).toEqual({ readSeq: 2, deliveredSeq: 2 });
    await allLevel(trainer, second, member);
    const receipts = (one: Witness) => one.heard.filter(({ type }) => type === "receipt").length;
    expect([receipts(trainer), receipts(member), receipts(second)]).toEqual([2, 2, 0]);
    expect((await getConversation(await w.as(w.member), w.group.id)).unreadCount).toBe(0);
  });

  it("cannot pass the newest message", async () => {
    await using w = await world();
    await w.send(w.trainer, w.group.id);
    await expect(markRead(await w.as(w.member), { conversationId: w.group.id, seq: 2 })).rejects.toEqual(refused("SEQ_AHEAD"));
    await expect(markDelivered(await w.as(w.third), { conversationId: w.group.id, seq: 1 })).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
  });
});

describe("conversations", () => {
  it("have one direct conversation per pair, whoever opens it and however often at once", async () => {
    await using w = await world();
    await using trainer = await witness(w.services, w.trainer);
    const opened = await Promise.all(
      [w.member, w.trainer, w.member, w.trainer].map(async (userId) =>
        createConversation(await w.as(userId), { type: "direct", participantIds: [userId === w.member ? w.trainer : w.member] }),
      ),
    );
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    await trainer.expectLevel();
  });

  it("are not started with people out of reach; an unknown person is answered alike", async () => {
    await using w = await world();
    const member = await w.as(w.member);
    for (const otherId of [w.second, w.elsewhere.trainer, w.member, uuidv7()]) {
      await expect(createConversation(member, { type: "direct", participantIds: [otherId] })).rejects.toEqual(refused("USER_UNREACHABLE"));
    }
    await expect(createConversation(member, { type: "group", name: "Mine", participantIds: [w.trainer] })).rejects.toEqual(
      refused("FORBIDDEN"),
    );
  });

  it("tell everybody who joins, leaves and what a group is called; who leaves hears nothing after it", async () => {
    await using w = await world();
    await using member = await witness(w.services, w.member);
    await using second = await witness(w.services, w.second);
    await using third = await witness(w.services, w.third);
    await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [w.third, w.member] });
    await renameConversation(await w.as(w.trainer), { conversationId: w.group.id, name: "Spin & Core" });
    await allLevel(member, second, third);
    await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.second });
    await leaveConversation(await w.as(w.third), w.group.id);
    await w.send(w.trainer, w.group.id, "not for those who left");
    await allLevel(member, second, third);
    for (const one of [second, third]) expect(JSON.stringify(one.heard)).not.toContain("not for those");
    await expect(getConversation(await w.as(w.third), w.group.id)).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
    await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [w.third] });
    await allLevel(member, second, third);
  });

  it("keep archive and mute to oneself, and a new message brings an archived one back", async () => {
    await using w = await world();
    await using member = await witness(w.services, w.member);
    await using second = await witness(w.services, w.second);
    await setOwnSettings(await w.as(w.member), { conversationId: w.group.id, archived: true });
    await setOwnSettings(await w.as(w.member), { conversationId: w.group.id, mutedUntil: "2030-01-01T00:00:00.000Z" });
    await allLevel(member, second);
    expect(second.heard.filter(({ type }) => type === "settings")).toHaveLength(0);
    const inbox = async (archived: boolean) =>
      (await listConversations(await w.as(w.member), { archived, limit: 10 })).items.map(({ id }) => id);
    expect([await inbox(false), await inbox(true)]).toEqual([[], [w.group.id]]);
    await w.send(w.trainer, w.group.id);
    expect([await inbox(false), await inbox(true)]).toEqual([[w.group.id], []]);
    await allLevel(member, second);
  });

  it("are listed newest activity first, page after page, each once", async () => {
    await using w = await world();
    const trainer = await w.as(w.trainer);
    for (let at = 0; at < 7; at++) await createConversation(trainer, { type: "group", name: `Class ${at}`, participantIds: [w.member] });
    await w.send(w.trainer, w.group.id);
    const names: (string | null)[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listConversations(await w.as(w.member), { archived: false, limit: 3, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names).toEqual(["Spin", ...[6, 5, 4, 3, 2, 1, 0].map((at) => `Class ${at}`)]);
    await expect(listConversations(trainer, { archived: false, limit: 3, cursor: "x" })).rejects.toEqual(refused("BAD_INPUT"));
  });
});

describe("pages of messages", () => {
  it("go backwards, forwards and around over page borders, each message once", async () => {
    await using w = await world();
    const sent = [];
    for (let at = 1; at <= 12; at++) sent.push(await w.send(w.trainer, w.group.id, `m${at}`));
    const ctx = await w.as(w.member);
    const page = async (input: object) => {
      const { messages, hasMoreBefore, hasMoreAfter } = await listMessages(ctx, { conversationId: w.group.id, limit: 5, ...input });
      return [messages.map(({ seq }) => seq), hasMoreBefore, hasMoreAfter];
    };
    expect(await page({})).toEqual([[8, 9, 10, 11, 12], true, false]);
    expect(await page({ before: 8 })).toEqual([[3, 4, 5, 6, 7], true, true]);
    expect(await page({ before: 3 })).toEqual([[1, 2], false, true]);
    expect(await page({ before: 1 })).toEqual([[], false, true]);
    expect(await page({ after: 0 })).toEqual([[1, 2, 3, 4, 5], false, true]);
    expect(await page({ after: 10 })).toEqual([[11, 12], true, false]);
    expect(await page({ after: 12 })).toEqual([[], true, false]);
    expect(await page({ around: 6 })).toEqual([[4, 5, 6, 7, 8], true, true]);
    expect(await page({ around: 99 })).toEqual([[10, 11, 12], true, false]);
    expect(await page({ aroundId: sent[5]?.id })).toEqual([[4, 5, 6, 7, 8], true, true]);
    expect(await page({ aroundId: uuidv7() })).toEqual([[8, 9, 10, 11, 12], true, false]);
  });
});

describe("support", () => {
  it("is one conversation per member, and its desk hears it without taking part", async () => {
    await using w = await world();
    await using desk = await witness(w.services, w.staff, "desk");
    await using foreignDesk = await witness(w.services, w.elsewhere.staff, "desk");
    await using member = await witness(w.services, w.member);
    const opened = await Promise.all([1, 2, 3].map(async () => openSupport(await w.as(w.member), "Freezing my membership")));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    const [support] = opened;
    if (!support) throw new Error("no support conversation");
    await w.send(w.member, support.id, "Can I pause in December?");
    await allLevel(desk, member, foreignDesk);
    expect(foreignDesk.heard).toEqual([]);
    await markRead(await w.as(w.staff), { conversationId: support.id, seq: 1 });
    await w.send(w.staff, support.id, "Of course.");
    await markDelivered(await w.as(w.member), { conversationId: support.id, seq: 2 });
    await allLevel(desk, member);
    expect(JSON.stringify(member.heard)).not.toContain('"case"');
  });

  it("opens to nobody but its member and the desk of its gym", async () => {
    await using w = await world();
    const { id } = await openSupport(await w.as(w.member), null);
    for (const userId of [w.trainer, w.second, w.elsewhere.staff, w.elsewhere.admin]) {
      await expect(getConversation(await w.as(userId), id)).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
      await expect(w.send(userId, id)).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
    }
    await expect(openSupport(await w.as(w.trainer), null)).rejects.toEqual(refused("FORBIDDEN"));
  });

  it("closes to staff who changed their role, though they had answered", async () => {
    await using w = await world();
    const { id } = await openSupport(await w.as(w.member), null);
    await w.send(w.staff, id, "Hello");
    await w.services.db.prisma.user.update({ where: { id: w.staff }, data: { role: "trainer" } });
    const former = await w.as(w.staff);
    await expect(getConversation(former, id)).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
    expect((await listConversations(former, { archived: false, limit: 10 })).items).toEqual([]);
    await using ear = await witness(w.services, w.staff);
    await w.send(w.member, id, "secret");
    await ear.expectLevel();
    expect(ear.heard).toEqual([]);
  });

  it("puts those who wait longest first in the queue, and an answer ends the wait", async () => {
    await using w = await world();
    const ids: string[] = [];
    for (const userId of [w.member, w.second, w.third]) {
      const { id } = await openSupport(await w.as(userId), null);
      await w.send(userId, id, "Hello?");
      ids.push(id);
    }
    const staff = await w.as(w.staff);
    const queue = async (cursor?: string) => readQueue(staff, { view: "unassigned", limit: 2, cursor });
    const first = await queue();
    const rest = await queue(first.nextCursor ?? "");
    expect([...first.items, ...rest.items].map(({ conversation }) => conversation.id)).toEqual(ids);
    expect(first.counts).toEqual({ mine: 0, unassigned: 3, all: 3, mentions: 0, snoozed: 0, resolved: 0 });
    await w.send(w.staff, ids[0] ?? "", "Here we are.");
    expect((await queue()).items.map(({ conversation }) => conversation.id)).toEqual(ids.slice(1));
    await expect(readQueue(await w.as(w.trainer), { view: "all", limit: 2 })).rejects.toEqual(refused("FORBIDDEN"));
  });
});
