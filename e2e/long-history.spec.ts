import type { Page } from "@playwright/test";
import type { Gym, GymPerson } from "./gym";
import { bubble, conversation, openId, row, write } from "./screen";
import { expect, test } from "./test";

const total = 5_000;
/** The message that the last but one answers, a long way up. */
const answered = 1_200;
const words = "row squat bench lift stretch breathe plank sprint rest repeat warm cool stronger slower again tomorrow".split(" ");

/** Texts of all lengths, so that no row is as high as its neighbour. */
const sentence = (at: number) => {
  const length = 1 + ((at * 7919) % 53);
  return `#${at} ${Array.from({ length }, (_, word) => words[(at * 31 + word * 17) % words.length]).join(" ")}`;
};

/** A conversation of 5,000 messages over six weeks, up to now. */
async function longConversation(gym: Gym, [ben, dan]: readonly [GymPerson, GymPerson], unread = 0): Promise<string> {
  const messages = Array.from({ length: total }, (_, at) => ({
    by: at % 5 < 3 || at >= total - unread ? ben : dan,
    text: sentence(at + 1),
    minutesAgo: (total - at) * 12,
    ...(at === total - 2 && { answers: answered }),
  }));
  return gym.conversation({ type: "direct", people: [ben, dan], messages, unread: new Map([[dan, unread]]) });
}

/**
 * Scrolls up step by step, and after each step watches one row in sight for some frames.
 * Answers where a row was not where the step had put it, to the pixel, the days that went by, and how many messages were drawn at most.
 */
function scrollUp(page: Page, reachSeq: number): Promise<{ moves: string[]; days: string[]; drawnMax: number }> {
  return page.evaluate(async (goal) => {
    const feed = document.querySelector<HTMLElement>('[role="feed"]');
    const scroller = feed?.parentElement?.parentElement;
    if (!feed || !scroller) throw new Error("no conversation is open");
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const seqOf = (row: Element) => Number(row.getAttribute("aria-posinset"));
    const rows = () => [...feed.querySelectorAll('[role="article"], article')].filter((one) => seqOf(one) > 0);
    const moves: string[] = [];
    let drawnMax = 0;
    const days = new Set<string>();
    for (let steps = 0; steps < 600; steps++) {
      const box = scroller.getBoundingClientRect();
      const anchor = rows().find((one) => one.getBoundingClientRect().top > box.top + 20);
      if (!anchor) throw new Error("nothing is in sight");
      const expected = anchor.getBoundingClientRect().top + Math.min(240, scroller.scrollTop);
      scroller.scrollTop -= 240;
      // A person's scrolling comes with its event; that of a script would come a frame later, and rows that arrive in between undo it.
      scroller.dispatchEvent(new Event("scroll"));
      for (let frames = 0; frames < 5; frames++) {
        await frame();
        const off = Math.abs(anchor.getBoundingClientRect().top - expected);
        if (off >= 1) moves.push(`${off} px at step ${steps}, frame ${frames}, message ${seqOf(anchor)}, ${scroller.scrollTop}`);
      }
      drawnMax = Math.max(drawnMax, rows().length);
      for (const day of feed.querySelectorAll("p > time")) days.add(day.textContent ?? "");
      if (Math.min(...rows().map(seqOf)) <= goal) return { moves, days: [...days], drawnMax };
    }
    throw new Error("the older messages did not come");
  }, reachSeq);
}

test("a conversation of 5,000 messages opens at once, and scrolls up through its pages without the jump of a pixel", async ({
  gym,
  browsers,
}) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await longConversation(gym, [ben, dan]);
  const page = await browsers.of(dan);
  await expect(row(page, "Ben Trainer")).toBeVisible();
  const before = Date.now();
  await row(page, "Ben Trainer").click();
  await expect(bubble(page, `#${total} `)).toBeInViewport();
  expect(Date.now() - before).toBeLessThan(3_000);
  expect(await conversation(page).getByRole("article").count()).toBeLessThan(80);

  const { moves, days, drawnMax } = await scrollUp(page, total - 260);
  expect(days.slice(0, 2)).toEqual(["Today", "Yesterday"]);
  expect(moves).toEqual([]);
  expect(drawnMax).toBeLessThan(80);

  await conversation(page).getByRole("button", { name: "Go to the newest message" }).click();
  await expect(bubble(page, `#${total} `)).toBeInViewport();
});

test("messages that come while one reads further up wait behind a pill, and nothing moves", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await longConversation(gym, [ben, dan]);
  const reader = await browsers.of(dan);
  await row(reader, "Ben Trainer").click();
  await expect(bubble(reader, `#${total} `)).toBeInViewport();
  await scrollUp(reader, total - 40);
  const anchor = bubble(reader, `#${total - 38} `);
  const before = await anchor.boundingBox();

  const writer = await browsers.of(ben);
  await row(writer, "Dan Member").click();
  for (const text of ["First of three", "Second of three", "Third of three"]) await write(writer, text);
  const pill = conversation(reader).getByRole("button", { name: "3 new messages. Go to the newest" });
  await expect(pill).toBeVisible();
  expect((await anchor.boundingBox())?.y).toBe(before?.y);
  expect(await gym.watermarks(id, dan)).toMatchObject({ read: total, last: total + 3 });
  await expect(reader).toHaveTitle("(3) GymProLuxe Chat");

  await pill.click();
  await expect(bubble(reader, "Third of three")).toBeInViewport();
  await expect(pill).toHaveCount(0);
  await expect(reader).toHaveTitle("GymProLuxe Chat");
  await expect(async () => expect((await gym.watermarks(id, dan)).read).toBe(total + 3)).toPass();
});

test("a conversation opens at its unread line, and only what was in sight counts as read", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await longConversation(gym, [ben, dan], 30);
  const page = await browsers.of(dan);
  await expect(row(page, "Ben Trainer")).toContainText("30 unread");
  await row(page, "Ben Trainer").click();
  await openId(page);
  const line = conversation(page).locator("[data-unread-line]");
  await expect(line).toBeInViewport();
  const first = bubble(page, `#${total - 29} `);
  await expect(first).toBeInViewport();
  const [lineBox, firstBox, lastReadBox] = [
    await line.boundingBox(),
    await first.boundingBox(),
    await bubble(page, `#${total - 30} `).boundingBox(),
  ];
  expect(lineBox?.y).toBeLessThan(firstBox?.y ?? 0);
  expect(lastReadBox?.y).toBeLessThan(lineBox?.y ?? 0);
  // What is below the screen has not been seen.
  await expect(async () => expect((await gym.watermarks(id, dan)).read).toBeGreaterThan(total - 30)).toPass();
  expect((await gym.watermarks(id, dan)).read).toBeLessThan(total);

  await conversation(page)
    .getByRole("button", { name: /Go to the newest/ })
    .click();
  await expect(bubble(page, `#${total} `)).toBeInViewport();
  await expect(async () => expect((await gym.watermarks(id, dan)).read).toBe(total)).toPass();
});

test("a quote leads to a message that was never loaded, from there on both ways, and back to the newest", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await longConversation(gym, [ben, dan]);
  const page = await browsers.of(dan);
  await clickAsSoonAsThere(page, "an earlier message");
  await row(page, "Ben Trainer").click();
  const target = bubble(page, `#${answered} `);
  await expect(target).toBeInViewport();
  expect(await conversation(page).getByRole("article").count()).toBeLessThan(80);

  // Down past the end of the page that came with it, and nothing is missing or doubled; less than a screen at a time, so that none is passed unseen.
  await target.hover();
  await expect(async () => {
    await page.mouse.wheel(0, 400);
    await expect(bubble(page, `#${answered + 60} `)).toBeInViewport({ timeout: 200 });
  }).toPass({ intervals: [100] });
  await expect(async () => {
    await page.mouse.wheel(0, -400);
    await expect(bubble(page, `#${answered - 40} `)).toBeInViewport({ timeout: 200 });
  }).toPass({ intervals: [100] });

  await conversation(page).getByRole("button", { name: "Go to the newest message" }).click();
  await expect(bubble(page, `#${total} `)).toBeInViewport();
  await write(page, "Back again");
  await expect(bubble(page, "Back again")).toBeInViewport();
});

/** Quicker than anybody: before the list has come to rest. */
async function clickAsSoonAsThere(page: Page, words: string): Promise<void> {
  await page.evaluate((text) => {
    const observer = new MutationObserver(() => {
      const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.includes(text));
      if (!button) return;
      observer.disconnect();
      button.click();
    });
    observer.observe(document.body, { childList: true, subtree: true });
  }, words);
}
