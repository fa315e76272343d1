/** Whoever walks through the queue page by page while colleagues and members move it: what stays where it is comes once, and nothing twice on a page. */
import { expect, test } from "vitest";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { chanceOf } from "../testing/report-world";
import { openSupport } from "./open-support";
import { readMatching } from "./read-queue";

interface Talk {
  id: string;
  member: string;
}

async function talks(w: DeskWorld, count: number): Promise<Talk[]> {
  const made: Talk[] = [];
  for (let n = 0; n < count; n++) {
    const member = await makeUser(w.services.db, "member", { gymId: w.gymId });
    const { id } = await openSupport(await w.as(member), null);
    await w.say(member, "Hello?", id);
    // One in three waits no longer.
    if (n % 3 === 0) await w.say(w.staff, "Hello!", id);
    made.push({ id, member });
  }
  return made;
}

test("what does not move is met once on a walk through the queue, and nothing twice on a page, while the rest moves", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  const [still, moving] = [await talks(w, 12), await talks(w, 12)];
  const staff = await w.as(w.staff);
  const chance = chanceOf(5);
  let isOver = false;
  const move = async () => {
    while (!isOver) {
      const one = moving[Math.floor(chance() * moving.length)];
      if (one) await w.say(chance() < 0.5 ? one.member : w.staff, "Hm", one.id);
    }
  };
  const walk = async () => {
    const met: string[] = [];
    for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
      const page = await readMatching(staff, { view: "all", filters: {}, cursor, limit: 5 });
      const ids = page.cases.map(({ conversationId }) => conversationId);
      expect(ids).toHaveLength(new Set(ids).size);
      met.push(...ids);
      cursor = page.nextCursor ?? undefined;
    }
    return met.filter((id) => still.some((one) => one.id === id));
  };
  const movers = [move(), move()];
  const expected = [...still].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id }) => id);
  try {
    for (let n = 0; n < 60; n++) expect((await walk()).sort()).toEqual(expected);
  } finally {
    isOver = true;
    await Promise.all(movers);
  }
});
