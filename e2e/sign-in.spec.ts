import { password } from "./gym";
import { bubble, composer, row } from "./screen";
import { startServer } from "./server";
import { expect, signIn, test } from "./test";

// The browser itself logs answers that refuse.
const refused = /Failed to load resource: the server responded with a status of 401/;

test("somebody signs in with e-mail and password and comes to their own place", async ({ gym, browsers }) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  for (const [person, place] of [[anna, "/desk"] as const, [dan, "/chat"] as const]) {
    const page = await browsers.stranger();
    await page.goto("/");
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByRole("textbox", { name: "E-mail" }).fill(person.email);
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`${place}$`));
  }
});

test("the sign-in page says what is missing, what is wrong, and when there were too many tries", async ({ gym, browsers }) => {
  browsers.expectError(refused);
  const dan = await gym.person("Dan Member");
  const page = await browsers.stranger();
  await page.goto("/sign-in");
  const enter = page.getByRole("button", { name: "Sign in", exact: true });
  await enter.click();
  await expect(page.getByText("Please type your e-mail address.")).toBeVisible();
  await expect(page.getByText("Please type your password.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "E-mail" })).toBeFocused();
  await page.getByRole("textbox", { name: "E-mail" }).fill("dan");
  await enter.click();
  await expect(page.getByText("This is not an e-mail address.")).toBeVisible();

  await page.getByRole("textbox", { name: "E-mail" }).fill(dan.email);
  await page.getByRole("textbox", { name: "Password" }).fill("wrong");
  const alert = page.getByRole("alert").filter({ hasText: /\S/ });
  for (let tries = 0; tries < 10; tries++) {
    const answer = page.waitForResponse(/callback\/password/);
    await enter.click();
    await answer;
    await expect(alert).toHaveText("This e-mail and password do not belong together.");
  }
  await enter.click();
  await expect(alert).toHaveText(/^Too many tries\. Please wait (\d+ seconds|\d+ minutes|a second)\.$/);
});

test("a demo account signs in by one click, and where the demo is off there is no such way", async ({ browsers }) => {
  const page = await browsers.stranger();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /^Ben Osei/ }).click();
  await expect(page).toHaveURL(/\/desk$/);

  const server = await startServer({ env: { DEMO: "0" } });
  try {
    const locked = await browsers.stranger({ url: server.url });
    await locked.goto("/sign-in");
    await expect(locked.getByRole("heading", { name: "Sign in to GymProLuxe Chat" })).toBeVisible();
    await expect(locked.getByText("Look around as one of them")).toHaveCount(0);
    await locked.goto("/sign-in?error=DEMO_OFF");
    await expect(locked.getByText("One-click sign-in is switched off here.")).toBeVisible();
  } finally {
    await server.stop();
  }
});

test("signing out everywhere closes the other device's socket at once, and its page says so", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "Good morning." }] });
  const laptop = await browsers.of(dan);
  const phone = await browsers.of(dan, { size: "phone" });
  await phone.goto(`/chat/${id}`);
  await expect(bubble(phone, "Good morning.")).toBeVisible();
  await row(laptop, "Ben Trainer").click();
  await expect(bubble(laptop, "Good morning.")).toBeVisible();

  await laptop.getByRole("button", { name: /^Your account/ }).click();
  await laptop.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await laptop.getByRole("dialog", { name: "Sign out everywhere?" }).getByRole("button", { name: "Sign out" }).click();
  await expect(laptop).toHaveURL(/\/sign-in$/);
  await expect(phone.getByRole("heading", { name: "You are signed out" })).toBeVisible();
  await expect(phone.getByText("Good morning.")).toHaveCount(0);
  await phone.getByRole("link", { name: "Sign in" }).click();
  await expect(phone).toHaveURL(/\/sign-in\?callbackUrl=/);
});

test("signing out in one tab takes the conversation off the other tab, and leads back to it after signing in again", async ({
  gym,
  browsers,
}) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "Good morning." }] });
  const first = await browsers.of(dan);
  const second = await first.context().newPage();
  await second.goto(`/chat/${id}`);
  await composer(second).fill("half a sentence");
  await expect(row(first, "Ben Trainer")).toBeVisible();
  await first.getByRole("button", { name: /^Your account/ }).click();
  await first.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await expect(first).toHaveURL(/\/sign-in$/);
  await expect(second.getByRole("heading", { name: "You are signed out" })).toBeVisible();

  await second.getByRole("link", { name: "Sign in" }).click();
  await second.getByRole("textbox", { name: "E-mail" }).fill(dan.email);
  await second.getByRole("textbox", { name: "Password" }).fill(password);
  await second.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(second).toHaveURL(new RegExp(`/chat/${id}`));
  await expect(bubble(second, "Good morning.")).toBeVisible();
});

test("nobody comes to a place that is not theirs", async ({ gym, browsers }) => {
  const dan = await gym.person("Dan Member");
  const page = await browsers.stranger();
  await page.goto("/desk");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fdesk/);
  await signIn(page, dan.email);
  await page.goto("/desk");
  await expect(page).toHaveURL(/\/chat$/);
  browsers.expectError(/status of 404/);
  await page.goto("/chat/not-a-conversation");
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});
