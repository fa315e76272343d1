/** A network that swallows everything and tells nobody: the socket lives, nothing arrives. */
import { openLine } from "../src/server/testing/line";
import { expectToAgree, unreachable } from "./agreement";
import { bubble, conversation, expectConnection, expectTicks, row, write } from "./screen";
import { expect, runUrl, test } from "./test";

/** How long a client may believe in a dead connection. */
const noticedWithinMs = 15_000;

test("a network that swallows everything is noticed within 15 seconds, and costs nobody a message", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  await using line = await openLine(Number(new URL(runUrl()).port));
  const phone = await browsers.of(dan, { size: "phone", url: new URL(line.url.replace(/^ws/, "http")).origin });
  await row(phone, "Ben Trainer").click();
  await expect(bubble(phone, "How did it go?")).toBeVisible();
  const desk = await browsers.of(ben);
  await row(desk, "Dan Member").click();
  await write(phone, "Before");
  await expectTicks(phone, "Before", "read");

  line.freeze();
  const frozenAt = Date.now();
  await write(desk, "Can you hear me?");
  await write(phone, "Hello?");
  await expectTicks(phone, "Hello?", "pending");
  const pill = conversation(phone).locator("[data-connection]");
  await expect(pill).toHaveAttribute("data-connection", "offline", { timeout: noticedWithinMs + 5_000 });
  expect(Date.now() - frozenAt).toBeLessThan(noticedWithinMs + 2_000);

  line.mend();
  await expect(bubble(phone, "Can you hear me?")).toBeVisible({ timeout: 20_000 });
  await expectTicks(phone, "Hello?", "read");
  await expectConnection(phone, "live");
  const stored = await expectToAgree(gym, id, phone, desk);
  expect([...stored].sort()).toEqual(["Before", "Can you hear me?", "Hello?", "How did it go?"]);
  expect(stored.slice(0, 2)).toEqual(["How did it go?", "Before"]);
});
