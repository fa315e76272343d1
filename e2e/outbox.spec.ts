/** What is written offline survives the end of the browser, however it ends. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import type { GymPerson } from "./gym";
import { bubble, composer, conversation, expectConnection, expectTicks, row, ticks, write } from "./screen";
import { comeHome, expect, runUrl, signIn, test } from "./test";

const fifty = Array.from({ length: 50 }, (_, at) => `Message ${at + 1} of 50`);
const unreachable = /WebSocket connection to|net::ERR_|Failed to load resource|fetching the script/;

/** A browser with a profile on disk, as people have it: what it keeps is there for the next one. */
async function openProfile(profile: string): Promise<BrowserContext> {
  const { launchOptions = {} } = test.info().project.use;
  return chromium.launchPersistentContext(profile, {
    ...launchOptions,
    baseURL: runUrl(),
    viewport: { width: 1366, height: 768 },
    reducedMotion: "reduce",
    extraHTTPHeaders: { "x-forwarded-for": "198.18.77.77" },
  });
}

/** Ends every process of the browser that runs on this profile, as the system does when memory is short. */
function killBrowserOf(profile: string): void {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  const own = lines.filter((line) => line.includes(`--user-data-dir=${profile}`));
  expect(own.length).toBeGreaterThan(0);
  for (const line of own) {
    try {
      process.kill(Number.parseInt(line, 10), "SIGKILL");
    } catch {
      // It went with its parent.
    }
  }
}

async function openSignedIn(context: BrowserContext, person: GymPerson): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage());
  await signIn(page, person.email);
  await comeHome(page);
  return page;
}

test("fifty messages written offline are stored once and in order after the browser was killed", async ({ gym }) => {
  test.setTimeout(120_000);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const profile = await mkdtemp(path.join(tmpdir(), "profile-"));
  try {
    const context = await openProfile(profile);
    const page = await openSignedIn(context, dan);
    await row(page, "Ben Trainer").click();
    await expect(bubble(page, "How did it go?")).toBeVisible();
    await context.setOffline(true);
    await expectConnection(page, "offline");
    for (const text of fifty) {
      await composer(page).fill(text);
      await composer(page).press("Enter");
    }
    await expectTicks(page, "Message 50 of 50", "pending");
    await composer(page).fill("and one that I have not sen");
    await expect(conversation(page).getByText("50 waiting")).toBeAttached();
    // The draft has a fifth of a second to reach the disk; the messages were there before they were on the screen.
    await page.waitForTimeout(500);
    killBrowserOf(profile);
    await context.close().catch(() => undefined);
    expect(await gym.stored(id)).toEqual(["How did it go?"]);

    const again = await openProfile(profile);
    // The browser writes cookies down every half a minute only: the newest sign-in may have gone with it.
    const opened = await openSignedIn(again, dan);
    await opened.goto(`/chat/${id}`);
    await expect(ticks(opened, "Message 50 of 50")).toHaveAttribute("data-send-state", "sent", { timeout: 60_000 });
    await expect.poll(() => gym.stored(id), { timeout: 60_000 }).toEqual(["How did it go?", ...fifty]);
    await expect(composer(opened)).toHaveValue("and one that I have not sen");
    const shown = await conversation(opened).getByRole("article").allInnerTexts();
    const order = shown.map((text) => fifty.findIndex((one) => text.includes(one))).filter((at) => at >= 0);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    await again.close();
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("what version 0.1 left unsent in this browser is sent once, in the order of writing", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const page = await browsers.stranger();
  await page.goto("/sign-in");
  const old = ["One, by the old version", "Two, by the old version"].map((content, at) => ({
    id: `0189a0b0-0000-7000-8000-${String(at + 1).padStart(8, "0")}${dan.id.slice(0, 4)}`,
    ownerId: dan.id,
    conversationId: id,
    content,
    replyToId: null,
    writtenAt: 1_700_000_000_000 + at,
    state: "pending",
    error: null,
  }));
  await page.evaluate((rows) => {
    for (const one of rows) localStorage.setItem(`chat.outbox.${one.id}`, JSON.stringify(one));
  }, old);
  await signIn(page, dan.email);
  await comeHome(page);
  await expect.poll(() => gym.stored(id)).toEqual(["How did it go?", ...old.map(({ content }) => content)]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("chat.outbox.")))).toEqual([]);
  await page.reload();
  await row(page, "Ben Trainer").click();
  await expect(bubble(page, "Two, by the old version")).toHaveCount(1);
  expect(await gym.stored(id)).toHaveLength(3);
});

test("a refused message says why, holds up nothing, and is sent when asked again", async ({ gym, browsers, pool }) => {
  const [ben, dan, eve] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member"), await gym.person("Eve Member")];
  const people = [ben, dan, eve];
  const id = await gym.conversation({ type: "group", name: "Spinning", people, messages: [{ by: ben, text: "Ready?" }] });
  const page = await browsers.of(dan);
  await row(page, "Spinning").click();
  await expect(bubble(page, "Ready?")).toBeVisible();
  // Taken out behind everybody's back, so that the screen still lets one write.
  const leave = "update conversation_participants set left_at = $3 where conversation_id = $1 and user_id = $2";
  await pool.query(leave, [id, dan.id, new Date()]);
  await write(page, "Am I still in?");
  await expectTicks(page, "Am I still in?", "failed");
  await expect(bubble(page, "Am I still in?").getByRole("alert")).toContainText("you are not part of it");
  await pool.query(leave, [id, dan.id, null]);
  await page.reload();
  await expectTicks(page, "Am I still in?", "failed");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(ticks(page, "Am I still in?")).not.toHaveAttribute("data-send-state", "failed");
  await expect.poll(() => gym.stored(id)).toEqual(["Ready?", "Am I still in?"]);
});

test("a device whose clock is a day behind keeps the order, the day and its messages", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const page = await browsers.stranger();
  await page.clock.install({ time: Date.now() - 24 * 3_600_000 });
  await signIn(page, dan.email);
  await comeHome(page);
  await row(page, "Ben Trainer").click();
  await expect(bubble(page, "How did it go?")).toBeVisible();
  await page.context().setOffline(true);
  await expectConnection(page, "offline");
  for (const text of ["One", "Two", "Three"]) await write(page, `${text}, a day behind`);
  await page.context().setOffline(false);
  for (const text of ["One", "Two", "Three"]) await expectTicks(page, `${text}, a day behind`, "sent");
  expect(await gym.stored(id)).toEqual(["How did it go?", "One, a day behind", "Two, a day behind", "Three, a day behind"]);
  await expect(conversation(page).getByText("Today", { exact: true }).first()).toBeAttached();
  await expect(conversation(page).getByText("Yesterday", { exact: true })).toHaveCount(0);
});

test("what could not be sent into a group that one was taken out of stays readable over a reload, until it is deleted", async ({
  gym,
  browsers,
}) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({
    type: "group",
    name: "Spinning",
    people: [ben, dan],
    messages: [{ by: ben, text: "See you at six." }],
  });
  const page = await browsers.of(dan);
  await row(page, "Spinning").click();
  await expect(bubble(page, "See you at six.")).toBeVisible();
  await page.context().setOffline(true);
  await expectConnection(page, "offline");
  await write(page, "I shall be late");
  const trainer = await browsers.of(ben);
  const { origin } = new URL(runUrl());
  const removal = { headers: { origin }, data: { conversationId: id, userId: dan.id } };
  expect((await trainer.request.post("/api/trpc/conversations.removeParticipant", removal)).status()).toBe(200);
  await page.context().setOffline(false);
  const notice = page.locator("[data-stranded]");
  await expect(notice).toContainText("A message was not sent");

  await page.goto("/chat");
  await expect(notice).toContainText("I shall be late");
  await expect(notice).toContainText("This conversation does not exist, or you are not part of it.");
  await expect(row(page, "Spinning")).toHaveCount(0);
  await notice.getByRole("button", { name: "Delete" }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Chat", exact: true })).toBeVisible();
  await expect(notice).toHaveCount(0);
});
