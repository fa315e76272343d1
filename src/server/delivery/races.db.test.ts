/** What delivery must keep when things happen at the same moment: each test holds one question to the database back and lets the rest go on. */
import { describe, expect, it } from "vitest";
import { addParticipants, removeParticipant } from "../chat/change-group";
import { createConversation } from "../chat/create-conversation";
import { openSupport } from "../support/open-support";
import { spoiledWorld } from "../testing/spoiled-world";
import { witness } from "../testing/witness";
import { decodeCursor } from "./cursor";

const isMessage = (content: string) => (event: { type: string; message?: { content: string } }) => event.message?.content === content;

describe("at the same moment", () => {
  it("somebody removed while their listener begins hears nothing of it afterwards", async () => {
    await using w = await spoiledWorld();
    await using second = await witness(w.far, w.second);
    const hold = w.spoil.hold("delivery-heard-by-member");
    const beginning = witness(w.far, w.member);
    await hold.asked;
    await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.member });
    await second.waitFor(({ type }) => type === "participant");
    hold.letGo();
    await using member = await beginning;
    await w.send(w.group.id, "not for those who left");
    await second.waitFor(isMessage("not for those who left"));
    await member.expectLevel();
    expect(member.heard).toEqual([]);
  });

  it("somebody removed and taken in again while their listener begins hears what follows", async () => {
    await using w = await spoiledWorld();
    await using second = await witness(w.far, w.second);
    const hold = w.spoil.hold("delivery-heard-by-member");
    const beginning = witness(w.far, w.member);
    await hold.asked;
    await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.member });
    await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [w.member] });
    await second.waitFor((event) => event.type === "participant" && event.participant.leftAt === null);
    hold.letGo();
    await using member = await beginning;
    await w.send(w.group.id, "welcome back");
    await member.waitFor(isMessage("welcome back"));
    await Promise.all([member.expectLevel(), second.expectLevel()]);
  });

  it("somebody who comes back while the database is away is asked to come back again, and not refused", async () => {
    await using w = await spoiledWorld();
    w.spoil.fail("delivery-heard-by-member");
    const closed: number[] = [];
    const socket = {
      bufferedAmount: 0,
      write: () => undefined,
      close: (code: number) => void closed.push(code),
      terminate: () => undefined,
    };
    const { actor } = await w.as(w.member);
    const frames = w.far.delivery.listen({ actor, kind: "member", lastEventId: null, socket, signal: new AbortController().signal });
    await expect(frames.next()).rejects.toThrow("could not be asked");
    expect(closed).toEqual([1012]);
  });

  it("many who come back together ask the database together, and each gets their own", async () => {
    await using w = await spoiledWorld();
    const direct = await createConversation(await w.as(w.trainer), { type: "direct", participantIds: [w.member] });
    await using before = await witness(w.far, w.staff);
    await w.send(w.group.id, "for the class");
    await w.send(direct.id, "for two");
    const actors = await Promise.all([w.member, w.second, w.trainer, w.staff].map(async (userId) => (await w.as(userId)).actor));
    w.spoil.asked.length = 0;
    const end = new AbortController();
    const socket = { bufferedAmount: 0, write: () => undefined, close: () => undefined, terminate: () => undefined };
    const coming = actors.map((actor) =>
      w.far.delivery.listen({ actor, kind: "member", lastEventId: before.cursor, socket, signal: end.signal }),
    );
    const told = (await Promise.all(coming.map((frames) => frames.next()))).map(({ value }) => value?.open("1") ?? "");
    expect(w.spoil.asked.filter((name) => name === "delivery-heard-by-member")).toHaveLength(1);
    expect(w.spoil.asked.filter((name) => name === "delivery-changes-since").length).toBeLessThanOrEqual(2);
    expect(told.map((text) => text.includes("for the class"))).toEqual([true, true, true, false]);
    expect(told.map((text) => text.includes("for two"))).toEqual([true, false, true, false]);
    end.abort();
    await Promise.all(coming.map((frames) => frames.next()));
  });

  it("a change that the bus brings before its predecessor waits for it, and the database is not asked", async () => {
    await using w = await spoiledWorld();
    await using member = await witness(w.far, w.member);
    w.swapNext();
    w.spoil.asked.length = 0;
    await w.send(w.group.id, "first");
    await w.send(w.group.id, "second");
    await w.send(w.group.id, "third");
    await member.waitFor(isMessage("third"));
    const heard = member.heard.flatMap((event) => (event.type === "message" ? [event.message.content] : []));
    expect(heard).toEqual(["first", "second", "third"]);
    expect(w.spoil.asked).toEqual([]);
  });

  it("a message into a quiet conversation, sent while somebody comes back, is heard", async () => {
    await using w = await spoiledWorld();
    await using second = await witness(w.far, w.second);
    await using member = await witness(w.far, w.member);
    await member.cut();
    // A guard forbids it, but an hour is long for a test.
    await w.db.prisma.$executeRaw`alter table conversations disable trigger user`;
    await w.db.prisma.$executeRaw`update conversations set changed_at = now() - interval '1 hour'`;
    await w.db.prisma.$executeRaw`alter table conversations enable trigger user`;
    const hold = w.spoil.hold("delivery-heard-by-member");
    const comingBack = member.resume();
    await hold.asked;
    await w.send(w.group.id, "just now");
    await second.waitFor(isMessage("just now"));
    hold.letGo();
    await comingBack;
    await member.expectLevel();
  });

  it("a support conversation begun while its desk is being loaded reaches the desk, even without the bus", async () => {
    await using w = await spoiledWorld();
    const hold = w.spoil.hold("delivery-heard-at-desk");
    const beginning = witness(w.far, w.staff, "desk");
    await hold.asked;
    w.broker.isDown = true;
    const { id } = await openSupport(await w.as(w.member), null);
    await w.far.delivery.tick();
    hold.letGo();
    await using desk = await beginning;
    await w.far.delivery.tick();
    await desk.waitFor(({ type }) => type === "case");
    expect(desk.states.has(id)).toBe(true);
    await desk.expectLevel();
  });

  it("a change that could not be read holds the cursor back until it is", async () => {
    await using w = await spoiledWorld();
    const direct = await createConversation(await w.as(w.trainer), { type: "direct", participantIds: [w.member] });
    await using member = await witness(w.far, w.member);
    const before = decodeCursor(member.cursor)?.at ?? 0;
    w.broker.isDown = true;
    await w.send(w.group.id, "hard to read");
    w.spoil.fail("delivery-changes-since");
    await w.far.delivery.tick();
    w.broker.isDown = false;
    await w.send(direct.id, "easy");
    await member.waitFor(isMessage("easy"));
    expect(decodeCursor(member.cursor)?.at).toBe(before);
    w.spoil.fail("");
    await member.expectLevel();
    await w.send(direct.id, "later");
    await member.waitFor(isMessage("later"));
    expect(decodeCursor(member.cursor)?.at).toBeGreaterThan(before);
  });

  it("a conversation is let go when the last of this process has been taken out of it", async () => {
    await using w = await spoiledWorld();
    await using member = await witness(w.far, w.member);
    const topic = `conversation:${w.group.id}`;
    expect(w.topics).toContain(topic);
    await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.member });
    await member.waitFor(({ type }) => type === "participant");
    await expect.poll(() => w.topics.has(topic)).toBe(false);
    await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [w.member] });
    await w.send(w.group.id, "again");
    await member.expectLevel();
    await expect.poll(() => w.topics.has(topic)).toBe(true);
  });
});
