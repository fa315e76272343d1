/** Two tabs of one browser are one person: nothing twice, and the same on both. */
import type { Page } from "@playwright/test";
import { bubble, composer, conversation, expectConnection, expectTicks, row, write } from "./screen";
import { expect, test } from "./test";

const unreachable = /WebSocket connection to|net::ERR_|Failed to load resource|fetching the script/;

/** Ends the tab's process as a crash does, without a word from the page. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash");
  page.goto("chrome://crash").catch(() => undefined);
  await crashed;
}

test("messages written in two tabs offline are each sent once, and in the order in which they were written", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const left = await browsers.of(dan);
  const context = left.context();
  const right = await context.newPage();
  for (const page of [left, right]) {
    await page.goto(`/chat/${id}`);
    await expect(bubble(page, "How did it go?")).toBeVisible();
  }
  await context.setOffline(true);
  for (const page of [left, right]) await expectConnection(page, "offline");
  const texts = Array.from({ length: 8 }, (_, at) => `${at % 2 === 0 ? "Left" : "Right"} number ${at + 1}`);
  for (const [at, text] of texts.entries()) {
    const [here, there] = at % 2 === 0 ? [left, right] : [right, left];
    await write(here, text);
    await expectTicks(there, text, "pending");
  }
  await context.setOffline(false);
  for (const page of [left, right]) for (const text of texts) await expectTicks(page, text, "sent");
  expect(await gym.stored(id)).toEqual(["How did it go?", ...texts]);
});

test("when the tab that sends crashes, the other one sends what it left", async ({ gym, browsers }) => {
  browsers.expectError(/./);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const leader = await browsers.of(dan, { at: `/chat/${id}` });
  const context = leader.context();
  await expect(bubble(leader, "How did it go?")).toBeVisible();
  const other = await context.newPage();
  await other.goto("/chat");
  await expect(row(other, "Ben Trainer")).toBeVisible();
  await context.setOffline(true);
  await expectConnection(leader, "offline");
  for (const text of ["One, left behind", "Two, left behind"]) await write(leader, text);
  await crash(leader);
  // What is left of it is not told of the network any more.
  await leader.close();
  await context.setOffline(false);
  await expect.poll(() => gym.stored(id), { timeout: 20_000 }).toEqual(["How did it go?", "One, left behind", "Two, left behind"]);
  await row(other, "Ben Trainer").click();
  await expectTicks(other, "Two, left behind", "sent");
});

test("tabs agree within a second on what was read, drafted and signed out", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const messages = [{ by: ben, text: "How did it go?" }];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages, unread: new Map([[dan, 1]]) });
  const left = await browsers.of(dan);
  const right = await left.context().newPage();
  await right.goto("/chat");
  await expect(right).toHaveTitle(/^\(1\)/);
  await row(left, "Ben Trainer").click();
  await expect(bubble(left, "How did it go?")).toBeVisible();
  await expect(left).not.toHaveTitle(/^\(1\)/);
  await expect(right).not.toHaveTitle(/^\(1\)/, { timeout: 1_000 });

  await right.goto(`/chat/${id}`);
  await composer(left).fill("It went ve");
  await expect(composer(right)).toHaveValue("It went ve", { timeout: 1_000 });
  await composer(right).fill("It went very well");
  await expect(composer(left)).toHaveValue("It went very well", { timeout: 1_000 });
  await composer(left).press("Enter");
  await expect(bubble(right, "It went very well")).toBeVisible();
  await expect(composer(right)).toHaveValue("", { timeout: 1_000 });

  await left.getByRole("button", { name: /^Your account/ }).click();
  await left.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await left.waitForURL(/\/sign-in/);
  await expect(right.getByText("You are signed out")).toBeVisible({ timeout: 1_000 });
  const kept = await left.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("gympl-chat");
      opening.onsuccess = () => resolve(opening.result);
    });
    return new Promise<number>((resolve) => {
      const counting = db.transaction("kept").objectStore("kept").count();
      counting.onsuccess = () => resolve(counting.result);
    });
  });
  expect(kept).toBe(0);
  await expect(conversation(right)).toHaveCount(0);
});

test("what was typed in the very moment before the page goes is there when it comes back", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const page = await browsers.of(dan, { at: `/chat/${id}` });
  await expect(bubble(page, "How did it go?")).toBeVisible();
  await composer(page).fill("It went ve");
  await expect(composer(page)).toHaveValue("It went ve");
  // The last letters and the leaving in one task: there is no time in which anything could be written by the way.
  await page.evaluate(() => {
    const field = document.querySelector("textarea");
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set;
    set?.call(field, "It went very well");
    field?.dispatchEvent(new Event("input", { bubbles: true }));
    location.reload();
  });
  await expect(composer(page)).toHaveValue("It went very well");
});
