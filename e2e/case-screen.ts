/** Where things are on the desk's pane of a case, in the words that people read. */
import type { Locator, Page } from "@playwright/test";
import { conversation } from "./screen";

/** The fields that one writes in: for the member, and for colleagues. */
export const replyField = (page: Page): Locator => page.getByRole("textbox", { name: /^Message to / });
export const noteField = (page: Page): Locator => page.getByRole("textbox", { name: /^Note about / });

/** What one writes: a reply or a note. */
export const modeButton = (page: Page, mode: "Reply" | "Note"): Locator =>
  page.getByRole("group", { name: "What you write" }).getByRole("button", { name: mode });

/** A note among the messages. */
export const note = (page: Page, text: string): Locator => conversation(page).locator("[data-note]").filter({ hasText: text });

/** Lines between the messages that say what was done. */
export const entries = (page: Page, kind: string): Locator => conversation(page).locator(`[data-entry="${kind}"]`);

/** The bar that says how the case stands. */
export const caseBar = (page: Page): Locator => page.getByRole("region", { name: "The case" });

/** What says that newer messages hold a text up. */
export const movedOn = (page: Page): Locator => conversation(page).locator("[data-moved-on]");

/** Who of the desk is here too. */
export const viewers = (page: Page): Locator => conversation(page).locator("[data-viewers]");

export const notice = (page: Page, text: string | RegExp): Locator => page.locator("[data-notice]").filter({ hasText: text });
