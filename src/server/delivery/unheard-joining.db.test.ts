/** Somebody joined and the bus did not bring it: they hear of it although another of their process knows the conversation already. */
import { expect, test } from "vitest";
import { createConversation } from "../chat/create-conversation";
import { spoiledWorld } from "../testing/spoiled-world";
import { witness } from "../testing/witness";

test("who joined without the bus hears of it, although another participant came back to the same process before its tick", async () => {
  await using w = await spoiledWorld();
  await using member = await witness(w.far, w.member);
  await using trainer = await witness(w.far, w.trainer);
  await trainer.cut();
  w.broker.isDown = true;
  const { id } = await createConversation(await w.as(w.trainer), { type: "direct", participantIds: [w.member] });
  await w.send(id, "without the bus");
  await trainer.resume();
  w.broker.isDown = false;
  await w.far.delivery.tick();
  await expect.poll(() => member.states.get(id)?.lastSeq).toBe(1);
  await member.expectLevel();
  await trainer.expectLevel();
  await w.send(id, "with the bus");
  await expect.poll(() => member.states.get(id)?.lastSeq).toBe(2);
  await member.expectLevel();
});

test("so does another device of the one who came back", async () => {
  await using w = await spoiledWorld();
  await using laptop = await witness(w.far, w.trainer);
  await using phone = await witness(w.far, w.trainer);
  await phone.cut();
  w.broker.isDown = true;
  const { id } = await createConversation(await w.as(w.trainer), { type: "direct", participantIds: [w.member] });
  await w.send(id, "without the bus");
  await phone.resume();
  w.broker.isDown = false;
  await w.far.delivery.tick();
  await expect.poll(() => laptop.states.get(id)?.lastSeq).toBe(1);
  await laptop.expectLevel();
  await phone.expectLevel();
});
