/** A sign-in that ends in the middle: by itself, or because its owner ended it elsewhere. */
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { expectToAgree } from "./agreement";
import type { GymPerson } from "./gym";
import { bubble, expectConnection, expectTicks, row, write } from "./screen";
import { serverEnv } from "./server";
import { comeHome, expect, runUrl, signIn, test } from "./test";

const refused = /WebSocket connection to|net::ERR_|Failed to load resource|401|403/;

/** Signs a browser in for so long only, as the rest of a month does on its last day. */
async function signInFor(seconds: number, page: Page, person: GymPerson): Promise<void> {
  const token = { uid: person.id, sid: randomUUID(), sv: 1 };
  const value = await encode({ token, secret: serverEnv().NEXTAUTH_SECRET ?? "", maxAge: seconds });
  await page.context().addCookies([{ name: "next-auth.session-token", value, url: runUrl(), httpOnly: true, sameSite: "Lax" }]);
}

/** Signs in where the page offers it, as the same person, and opens the conversation again. */
async function signInAgain(page: Page, person: GymPerson, conversationId: string): Promise<void> {
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible({ timeout: 20_000 });
  await signIn(page, person.email);
  await page.goto(`/chat/${conversationId}`);
}

test("a sign-in that expires while somebody writes loses nothing, and goes on after the next one", async ({ gym, browsers }) => {
  browsers.expectError(refused);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const desk = await browsers.of(ben);
  await row(desk, "Dan Member").click();
  const phone = await browsers.stranger({ size: "phone" });
  await signInFor(10, phone, dan);
  await comeHome(phone);
  await row(phone, "Ben Trainer").click();
  await write(phone, "Written in time");
  await expectTicks(phone, "Written in time", "read");
  // In a tunnel when it ends.
  await phone.context().setOffline(true);
  await expectConnection(phone, "offline");
  await write(phone, "Written while the sign-in ended");
  await expectTicks(phone, "Written while the sign-in ended", "pending");
  await write(desk, "Tell me more");
  const cookie = async () => (await phone.context().cookies(runUrl())).find(({ name }) => name === "next-auth.session-token");
  const endsAt = Date.now() + 11_000;
  await expect.poll(() => Date.now() > endsAt || cookie().then((one) => one === undefined), { timeout: 15_000 }).toBe(true);
  await phone.context().setOffline(false);
  expect(await gym.countStored("Written while the sign-in ended")).toBe(0);
  await signInAgain(phone, dan, id);
  await expectTicks(phone, "Written while the sign-in ended", "read");
  expect(await expectToAgree(gym, id, phone, desk)).toEqual([
    "How did it go?",
    "Written in time",
    "Tell me more",
    "Written while the sign-in ended",
  ]);
});

test("signing out everywhere ends the other device at once, and what it had not sent waits for the same person", async ({
  gym,
  browsers,
}) => {
  browsers.expectError(refused);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const phone = await browsers.of(dan, { size: "phone" });
  await row(phone, "Ben Trainer").click();
  await expect(bubble(phone, "How did it go?")).toBeVisible();
  const laptop = await browsers.of(dan);
  await phone.context().setOffline(true);
  await expectConnection(phone, "offline");
  await write(phone, "Not yet sent");
  await expectTicks(phone, "Not yet sent", "pending");
  const answer = await laptop.request.post("/api/trpc/auth.signOutEverywhere", {
    headers: { "content-type": "application/json", origin: runUrl() },
  });
  expect(answer.ok()).toBe(true);
  await phone.context().setOffline(false);
  await signInAgain(phone, dan, id);
  await expectTicks(phone, "Not yet sent", "sent");
  const desk = await browsers.of(ben);
  await row(desk, "Dan Member").click();
  expect(await expectToAgree(gym, id, phone, desk)).toEqual(["How did it go?", "Not yet sent"]);
});
