/** That two people and the database say the same. */
import { expect, type Page } from "@playwright/test";
import type { Gym } from "./gym";
import { conversation } from "./screen";

/** Waits until each of these screens shows what the database has of their open conversation, each message once and in its order; answers that. */
export async function expectToAgree(gym: Gym, conversationId: string, ...pages: readonly Page[]): Promise<string[]> {
  for (const page of pages) {
    await expect(async () => {
      const stored = await gym.stored(conversationId);
      const shown = await conversation(page).getByRole("article").allInnerTexts();
      expect(shown.map((text) => said(stored, text))).toEqual(stored);
    }).toPass({ timeout: 10_000 });
  }
  const stored = await gym.stored(conversationId);
  expect(new Set(stored).size).toBe(stored.length);
  return stored;
}

/** Which of the stored messages a bubble shows: the longest that stands in it. */
function said(stored: readonly string[], bubble: string): string {
  const found = stored.filter((text) => bubble.includes(text)).sort((a, b) => b.length - a.length);
  return found[0] ?? bubble;
}

/** What the browser itself logs of a server that it cannot reach, or that shows it the door. */
export const unreachable = /WebSocket connection to|net::ERR_|Failed to load resource|when fetching the script/;
