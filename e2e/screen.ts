/** Where things are on the screens, in the words that people read. */
import { expect, type Locator, type Page } from "@playwright/test";

/** The open conversation. */
export const conversation = (page: Page): Locator => page.getByRole("region", { name: "Conversation", exact: true });

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: /^Message to / });

/** A message of the open conversation, by its text. */
export const bubble = (page: Page, text: string): Locator => conversation(page).getByRole("article").filter({ hasText: text });

/** How an own message stands: pending, sent, delivered, read or failed. */
export const ticks = (page: Page, text: string): Locator => bubble(page, text).locator("[data-send-state]");

/** A row of the list, by the name in it. */
export const row = (page: Page, name: string): Locator => page.locator("a[data-row]").filter({ hasText: name });

/** Who types in the open conversation. */
export const typing = (page: Page): Locator => page.locator("[data-typing]");

/** Writes and sends a message in the open conversation. */
export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
  await expect(bubble(page, text).last()).toBeVisible();
}

/** The id of the open conversation, from the address. */
export async function openId(page: Page): Promise<string> {
  await page.waitForURL(/\/(chat|desk)\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** Waits until an own message stands like this. */
export async function expectTicks(page: Page, text: string, state: string): Promise<void> {
  await expect(ticks(page, text)).toHaveAttribute("data-send-state", state);
}

/** Waits until the open conversation says this of its connection: live, catching-up, offline, signed-out. */
export async function expectConnection(page: Page, status: string): Promise<void> {
  const pill = conversation(page).locator("[data-connection]");
  await expect(pill).toHaveAttribute("data-connection", status);
  if (status === "offline") await expect(pill).toContainText("Offline");
}
