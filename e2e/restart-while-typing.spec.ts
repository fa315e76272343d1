/** The server goes away and comes back while two people write to each other. */
import type { Page } from "@playwright/test";
import { expectToAgree, unreachable } from "./agreement";
import { bubble, composer, conversation, expectTicks, row, typing, write } from "./screen";
import { startServer } from "./server";
import { expect, test } from "./test";

/** Writes message after message, key by key, whatever becomes of the server; answers them. */
async function talk(page: Page, name: string): Promise<string[]> {
  const texts = Array.from({ length: 6 }, (_, at) => `${name} says number ${at + 1}`);
  for (const text of texts) {
    await composer(page).pressSequentially(text, { delay: 15 });
    await composer(page).press("Enter");
    await expect(bubble(page, text)).toBeVisible();
  }
  await composer(page).pressSequentially(`${name} has not finished`, { delay: 15 });
  return texts;
}

for (const way of ["stop", "kill"] as const) {
  test(`a server that is restarted (${way}) while both type costs neither a word`, async ({ gym, browsers }) => {
    browsers.expectError(unreachable);
    const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
    const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "Ready?" }] });
    let server = await startServer();
    try {
      const phone = await browsers.of(dan, { size: "phone", url: server.url });
      const desk = await browsers.of(ben, { url: server.url });
      await row(phone, "Ben Trainer").click();
      await row(desk, "Dan Member").click();
      await write(phone, "Here we go");
      await expect(bubble(desk, "Here we go")).toBeVisible();

      const restart = async () => {
        await server[way]();
        server = await startServer({ port: server.port });
      };
      const [byDan, byBen] = await Promise.all([talk(phone, "Dan"), talk(desk, "Ben"), restart()]);

      // Both wait a while before they try again, and a server takes a while to start.
      const pills = [phone, desk].map((page) => conversation(page).locator("[data-connection]"));
      for (const pill of pills) await expect(pill).toHaveAttribute("data-connection", "live", { timeout: 30_000 });
      await expectTicks(phone, byDan.at(-1) ?? "", "read");
      await expectTicks(desk, byBen.at(-1) ?? "", "read");
      const stored = await expectToAgree(gym, id, phone, desk);
      expect(stored.filter((text) => text.startsWith("Dan"))).toEqual(byDan);
      expect(stored.filter((text) => text.startsWith("Ben"))).toEqual(byBen);
      // What they were in the middle of is still there, and typing is told again.
      await expect(composer(phone)).toHaveValue("Dan has not finished");
      await expect(composer(desk)).toHaveValue("Ben has not finished");
      // Said every two seconds at most, and only to who listens by then: whoever types on is seen.
      await expect(async () => {
        await composer(phone).press("y");
        await expect(typing(desk)).toContainText("Dan", { timeout: 500 });
      }).toPass({ timeout: 15_000 });
    } finally {
      await server.kill();
    }
  });
}
