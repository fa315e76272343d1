import { password } from "./gym";
import { bubble, composer, conversation, expectTicks, openId, row } from "./screen";
import { expect, test } from "./test";

test("a whole visit at the desk goes by keyboard alone", async ({ gym, browsers }) => {
  const [ben, dan, eve] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member"), await gym.person("Eve Member")];
  await gym.person("Finn Member");
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: dan, text: "Hello from Dan", minutesAgo: 2 }] });
  await gym.conversation({ type: "direct", people: [ben, eve], messages: [{ by: eve, text: "Hello from Eve", minutesAgo: 5 }] });
  const page = await browsers.stranger();
  const keys = page.keyboard;

  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).focus();
  await keys.type(ben.email);
  await keys.press("Tab");
  await keys.type(password);
  await keys.press("Enter");
  await expect(page).toHaveURL(/\/desk$/);
  await expect(row(page, "Dan Member")).toBeVisible();

  // Open the first conversation, write, and go on to the next.
  await keys.press("j");
  await expect(row(page, "Dan Member")).toBeFocused();
  await keys.press("Enter");
  await expect(composer(page)).toBeFocused();
  await keys.type("Hello Dan,");
  await keys.press("Shift+Enter");
  await keys.type("how are you?");
  await keys.press("Enter");
  await expectTicks(page, "how are you?", "sent");
  expect(await gym.stored(await openId(page))).toContain("Hello Dan,\nhow are you?");
  await keys.press("Escape");
  await expect(row(page, "Dan Member")).toBeFocused();
  await keys.press("j");
  await expect(row(page, "Eve Member")).toBeFocused();
  await keys.press("Enter");
  await expect(bubble(page, "Hello from Eve")).toBeVisible();
  await expect(composer(page)).toBeFocused();

  // Start a conversation.
  await keys.press("Escape");
  await keys.press("c");
  const dialog = page.getByRole("dialog", { name: "New conversation" });
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await keys.type("finn");
  await expect(dialog.getByRole("button", { name: /Finn Member/ })).toBeVisible();
  await expect(dialog.getByRole("button", { name: /Eve Member/ })).toHaveCount(0);
  await keys.press("Tab");
  await expect(dialog.getByRole("button", { name: /Finn Member/ })).toBeFocused();
  await keys.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Message to Finn Member" })).toBeFocused();
  await keys.type("Welcome!");
  await keys.press("Enter");
  await expectTicks(page, "Welcome!", "sent");
  expect(await gym.countStored("Welcome!")).toBe(1);
});

test("Escape closes every dialog and menu, and the focus goes back to where it was", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await gym.conversation({ type: "group", name: "Yoga", people: [ben, dan], messages: [{ by: dan, text: "Hello" }] });
  const page = await browsers.of(ben);
  await row(page, "Yoga").click();
  await expect(bubble(page, "Hello")).toBeVisible();
  const openers = [
    page.getByRole("button", { name: "New conversation" }).first(),
    page.getByRole("button", { name: "Keyboard shortcuts" }),
    page.getByRole("button", { name: "Theme" }),
    page.getByRole("button", { name: /^Your account/ }),
  ];
  for (const opener of openers) {
    await opener.focus();
    await page.keyboard.press("Enter");
    const opened = page.locator('[role="dialog"], [role="menu"]');
    await expect(opened).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(opened).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  await expect(conversation(page)).toBeVisible();
});

test("the history is read by keyboard: up and down, answered with Enter, and back to the newest with End", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const messages = Array.from({ length: 40 }, (_, at) => ({ by: at % 2 ? ben : dan, text: `Message ${at + 1}.`, minutesAgo: 60 - at }));
  await gym.conversation({ type: "direct", people: [ben, dan], messages });
  const page = await browsers.of(ben);
  await row(page, "Dan Member").click();
  await expect(bubble(page, "Message 40.")).toBeInViewport();
  await bubble(page, "Message 40.").focus();
  for (let at = 39; at >= 37; at--) {
    await page.keyboard.press("ArrowUp");
    await expect(bubble(page, `Message ${at}.`)).toBeFocused();
  }
  await page.keyboard.press("Home");
  await expect(bubble(page, "Message 1.")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("To your first one");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "To your first one")).toContainText("Message 1.");
  await bubble(page, "To your first one").focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("End");
  await expect(bubble(page, "To your first one")).toBeFocused();
});
