import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import type { Viewing } from "../../shared/viewing";
import type { Services } from "../api/services";
import { as } from "../testing/actors";
import { deskWorld } from "../testing/desk-world";
import { manualClock } from "../testing/manual-clock";
import { setViewing } from "./set-viewing";
import { watchViewing } from "./watch-viewing";

/** What somebody at the desk knows of the others, as it comes. */
async function watching(services: Services, userId: string) {
  const abort = new AbortController();
  const known = new Map<string, Viewing["viewers"]>();
  const values = watchViewing(await as(services, userId), abort.signal);
  const take = (some: readonly Viewing[]) => {
    for (const { conversationId, viewers } of some) known.set(conversationId, viewers);
  };
  const first = await values.next();
  if (!first.done) take(first.value);
  const ended = (async () => {
    for await (const some of values) take(some);
  })();
  return {
    known,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await ended;
    },
  };
}

test("the desk sees who looks and who answers, over another process, until they leave or fall silent", async () => {
  const clock = manualClock();
  await using w = await deskWorld({ clock });
  await using far = await w.anotherProcess();
  await using desk = await watching(far.services, w.staff);
  const seen = () => desk.known.get(w.conversationId) ?? [];
  const { conversationId } = w;
  await setViewing(await w.as(w.admin), { conversationId, state: "viewing" });
  await expect.poll(seen).toEqual([{ userId: w.admin, state: "viewing" }]);
  await setViewing(await w.as(w.admin), { conversationId, state: "replying" });
  await expect.poll(seen).toEqual([{ userId: w.admin, state: "replying" }]);
  // One's own looking is no news.
  await setViewing(await as(far.services, w.staff), { conversationId, state: "viewing" });
  await setViewing(await w.as(w.admin), { conversationId, state: "none" });
  await expect.poll(seen).toEqual([]);
  await setViewing(await w.as(w.admin), { conversationId, state: "viewing" });
  await expect.poll(seen).toHaveLength(1);
  clock.advance(limits.viewingLifeMs + 1_000);
  await expect.poll(seen).toEqual([]);
});

test("who sits down later is told who is there already, by a process that they did not ask", async () => {
  await using w = await deskWorld();
  await using far = await w.anotherProcess();
  await setViewing(await w.as(w.admin), { conversationId: w.conversationId, state: "replying" });
  await using desk = await watching(far.services, w.staff);
  await expect.poll(() => desk.known.get(w.conversationId)).toEqual([{ userId: w.admin, state: "replying" }]);
});

test("nobody but the desk says or sees it", async () => {
  await using w = await deskWorld();
  for (const userId of [w.member, w.trainer, w.stranger, w.formerStaff]) {
    const refused = { code: "NOT_A_PARTICIPANT" };
    await expect(setViewing(await w.as(userId), { conversationId: w.conversationId, state: "viewing" })).rejects.toMatchObject(refused);
  }
  await expect(watchViewing(await w.as(w.member), new AbortController().signal).next()).rejects.toMatchObject({ code: "FORBIDDEN" });
  await using elsewhere = await watching(w.services, w.stranger);
  await using desk = await watching(w.services, w.staff);
  await setViewing(await w.as(w.admin), { conversationId: w.conversationId, state: "viewing" });
  await expect.poll(() => desk.known.size).toBe(1);
  expect(elsewhere.known.size).toBe(0);
});
