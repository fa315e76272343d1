/** Listeners that come and go while a process follows a conversation: whoever stays hears every change, once, without the help of a tick. */
import { expect, test } from "vitest";
import { addParticipants, removeParticipant } from "../chat/change-group";
import { openSupport } from "../support/open-support";
import { makeUser } from "../testing/example-data";
import { spoiledWorld } from "../testing/spoiled-world";
import { type Witness, witness } from "../testing/witness";
import { newEpoch } from "./new-epoch";

const textsOf = ({ heard }: Witness) => heard.flatMap((event) => (event.type === "message" ? [event.message.content] : []));

test("a stalled socket of the life before, which ends last, ends nothing of those who are back already", async () => {
  await using w = await spoiledWorld();
  const { actor } = await w.as(w.member);
  const end = new AbortController();
  const socket = { bufferedAmount: 0, write: () => undefined, close: () => undefined, terminate: () => undefined };
  const stalled = w.far.delivery.listen({ actor, kind: "member", lastEventId: null, socket, signal: end.signal });
  (await stalled.next()).value?.open("1");
  const over = stalled.next();
  await newEpoch(w.db);
  await w.far.delivery.tick();
  await using second = await witness(w.far, w.second);
  end.abort();
  await over;
  await w.send(w.group.id, "one");
  await w.send(w.group.id, "two");
  await expect.poll(() => textsOf(second)).toEqual(["one", "two"]);
});

test("a gap that was read for somebody who has gone meanwhile ends nothing of those who came after them", async () => {
  await using w = await spoiledWorld();
  await using member = await witness(w.far, w.member);
  w.broker.isDown = true;
  await w.send(w.group.id, "lost");
  w.broker.isDown = false;
  const hold = w.spoil.hold("delivery-changes-since");
  const ticking = w.far.delivery.tick();
  await hold.asked;
  await member.cut();
  await member.resume();
  hold.letGo();
  await ticking;
  await using second = await witness(w.far, w.second);
  await member.cut();
  await w.send(w.group.id, "one");
  await w.send(w.group.id, "two");
  await expect.poll(() => textsOf(second)).toEqual(["one", "two"]);
});

test("the last of a process, taken out and in again while the bus swaps the two, hears what follows, and so does who comes later", async () => {
  await using w = await spoiledWorld();
  await using member = await witness(w.far, w.member);
  w.swapNext();
  await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.member });
  await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [w.member] });
  await member.waitFor((event) => event.type === "conversation");
  await using second = await witness(w.far, w.second);
  await w.send(w.group.id, "one");
  await expect.poll(() => textsOf(member)).toEqual(["one"]);
  await member.cut();
  await w.send(w.group.id, "two");
  await expect.poll(() => textsOf(second)).toEqual(["one", "two"]);
});

test("who joins while the bus is away hears with the next tick all that was said since, not the last of it", async () => {
  await using w = await spoiledWorld();
  const newcomer = await makeUser(w.db, "member", { gymId: w.gymId });
  await using one = await witness(w.far, newcomer);
  w.broker.isDown = true;
  await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [newcomer] });
  for (const text of ["one", "two", "three"]) await w.send(w.group.id, text);
  await one.expectLevel();
  expect(textsOf(one)).toEqual(["one", "two", "three"]);
});

test("a desk that sits down misses nothing of what the bus swaps meanwhile", async () => {
  await using w = await spoiledWorld();
  const { id } = await openSupport(await w.as(w.member), null);
  await using desk = await witness(w.far, w.staff, "desk");
  await desk.cut();
  // A guard forbids it, but an hour is long for a test.
  await w.db.prisma.$executeRaw`alter table conversations disable trigger user`;
  await w.db.prisma.$executeRaw`update conversations set changed_at = now() - interval '1 hour'`;
  await w.db.prisma.$executeRaw`alter table conversations enable trigger user`;
  const hold = w.spoil.hold("delivery-heard-at-desk");
  const comingBack = desk.resume();
  await hold.asked;
  w.swapNext();
  await w.send(id, "one", w.member);
  await w.send(id, "two", w.member);
  hold.letGo();
  await comingBack;
  await desk.expectLevel();
  expect(new Set(textsOf(desk))).toEqual(new Set(["one", "two"]));
});
