/** Devices whose clocks are a day off, one ahead and one behind: order and times are the server's. */
import type { Page } from "@playwright/test";
import { expectToAgree, unreachable } from "./agreement";
import type { GymPerson } from "./gym";
import { bubble, conversation, expectConnection, expectTicks, row, write } from "./screen";
import { type Browsers, expect, signIn, test } from "./test";

const dayMs = 24 * 60 * 60 * 1000;

/** Somebody signed in on a device whose clock is off by so much. It runs, and everything on the page believes it. */
async function deviceOff(offMs: number, browsers: Browsers, person: GymPerson): Promise<Page> {
  const page = await browsers.stranger();
  await page.context().addInitScript((off) => {
    const Real = Date;
    const now = () => Real.now() + off;
    globalThis.Date = new Proxy(Real, {
      construct: (target, args) => (args.length === 0 ? new Real(now()) : Reflect.construct(target, args)),
      apply: () => new Real(now()).toString(),
      get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
    });
  }, offMs);
  await signIn(page, person.email);
  await page.goto("/");
  await page.waitForURL(/\/(chat|desk)$/);
  return page;
}

test("clocks a day off change neither the order nor the times that people see", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?", minutesAgo: 2 }] });
  const ahead = await deviceOff(dayMs, browsers, dan);
  const behind = await deviceOff(-dayMs, browsers, ben);
  await row(ahead, "Ben Trainer").click();
  await row(behind, "Dan Member").click();
  for (const text of ["One", "Two"]) {
    await write(ahead, `${text} from tomorrow`);
    await expectTicks(ahead, `${text} from tomorrow`, "read");
    await write(behind, `${text} from yesterday`);
    await expectTicks(behind, `${text} from yesterday`, "read");
  }
  // What waits stands behind what has been said, whatever the device believes.
  await behind.context().setOffline(true);
  await expectConnection(behind, "offline");
  await write(ahead, "Three from tomorrow");
  await write(behind, "Three from yesterday");
  await expectTicks(behind, "Three from yesterday", "pending");
  await behind.context().setOffline(false);
  await expect(bubble(behind, "Three from tomorrow")).toBeVisible();
  await expectTicks(behind, "Three from yesterday", "read");
  const stored = await expectToAgree(gym, id, ahead, behind);
  expect(stored).toEqual([
    "How did it go?",
    "One from tomorrow",
    "One from yesterday",
    "Two from tomorrow",
    "Two from yesterday",
    "Three from tomorrow",
    "Three from yesterday",
  ]);
  for (const page of [ahead, behind]) {
    await expect(conversation(page).getByText("Today", { exact: true })).toBeVisible();
    await expect(conversation(page).getByText(/^(Yesterday|Tomorrow)$/)).toHaveCount(0);
    await expectConnection(page, "live");
  }
});
