/** A device without room: what people write is sent all the same, and nothing on the screen is lost while the page lives. */
import type { Page } from "@playwright/test";
import { expectToAgree, unreachable } from "./agreement";
import { bubble, expectConnection, expectTicks, row, write } from "./screen";
import { expect, runUrl, test } from "./test";

/** Leaves the page's origin so many bytes; `null` gives back what it had. */
async function giveRoom(page: Page, quotaSize: number | null): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(runUrl()).origin;
  await session.send("Storage.overrideQuotaForOrigin", quotaSize === null ? { origin } : { origin, quotaSize });
}

test("with the device full, messages are shown, wait, and are sent once and in order", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  browsers.expectError(/quota/i);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const desk = await browsers.of(ben);
  await row(desk, "Dan Member").click();
  const phone = await browsers.of(dan, { size: "phone" });
  await row(phone, "Ben Trainer").click();
  await expect(bubble(phone, "How did it go?")).toBeVisible();

  await giveRoom(phone, 1);
  await write(phone, "Full, and online");
  await expectTicks(phone, "Full, and online", "read");
  await phone.context().setOffline(true);
  await expectConnection(phone, "offline");
  const three = ["Full, and offline, one", "Full, and offline, two", "Full, and offline, three"];
  for (const text of three) await write(phone, text);
  for (const text of three) await expectTicks(phone, text, "pending");
  await write(desk, "Are you there?");
  await phone.context().setOffline(false);
  for (const text of three) await expectTicks(phone, text, "read");
  await expectToAgree(gym, id, phone, desk);

  // With room again, what waits survives the page.
  await giveRoom(phone, null);
  await phone.context().setOffline(true);
  await expectConnection(phone, "offline");
  await write(phone, "Room again");
  await expectTicks(phone, "Room again", "pending");
  const { context } = { context: phone.context() };
  await phone.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`/chat/${id}`);
  await expectTicks(again, "Room again", "read");
  const stored = await expectToAgree(gym, id, again, desk);
  expect(stored.filter((text) => text !== "Are you there?")).toEqual(["How did it go?", "Full, and online", ...three, "Room again"]);
});
