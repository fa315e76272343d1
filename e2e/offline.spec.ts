import { bubble, conversation, expectConnection, expectTicks, row, ticks, write } from "./screen";
import { expect, test } from "./test";

// The browser itself logs what cannot be reached.
const unreachable = /WebSocket connection to|net::ERR_|Failed to load resource|fetching the script/;
const three = ["One, written offline", "Two, written offline", "Three, written offline"];

test("messages written offline say that they wait, and arrive once and in order", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const phone = await browsers.of(dan, { size: "phone" });
  await row(phone, "Ben Trainer").click();
  const desk = await browsers.of(ben);
  await row(desk, "Dan Member").click();
  await expect(bubble(phone, "How did it go?")).toBeVisible();

  await phone.context().setOffline(true);
  await expectConnection(phone, "offline");
  for (const text of three) await write(phone, text);
  for (const text of three) await expectTicks(phone, text, "pending");
  await expect(ticks(phone, "One, written offline")).toHaveText("Waiting to be sent");
  await expect(conversation(phone).getByText("3 waiting")).toBeAttached();
  await write(desk, "Are you still there?");
  await expect(bubble(desk, "One, written offline")).toHaveCount(0);
  await expectTicks(desk, "Are you still there?", "sent");
  expect(await gym.stored(id)).toEqual(["How did it go?", "Are you still there?"]);

  await phone.context().setOffline(false);
  await expect(bubble(phone, "Are you still there?")).toBeVisible();
  for (const text of three) await expectTicks(phone, text, "read");
  await expectConnection(phone, "live");
  for (const text of three) await expect(bubble(desk, text)).toHaveCount(1);
  expect(await gym.stored(id)).toEqual(["How did it go?", "Are you still there?", ...three]);
  const shown = await conversation(desk).getByRole("article").allInnerTexts();
  expect(shown.map((text) => three.findIndex((one) => text.includes(one))).filter((at) => at >= 0)).toEqual([0, 1, 2]);
});

test("a page that is closed offline sends what it could not send when it is opened again", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const page = await browsers.of(dan);
  await row(page, "Ben Trainer").click();
  await expect(bubble(page, "How did it go?")).toBeVisible();
  const context = page.context();
  await context.setOffline(true);
  await write(page, "Very well, thank you.");
  await expectTicks(page, "Very well, thank you.", "pending");
  await page.close();
  await context.setOffline(false);
  expect(await gym.stored(id)).toEqual(["How did it go?"]);
  const again = await context.newPage();
  await again.goto(`/chat/${id}`);
  await expectTicks(again, "Very well, thank you.", "sent");
  expect(await gym.stored(id)).toEqual(["How did it go?", "Very well, thank you."]);
});
