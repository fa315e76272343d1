import * as z from "zod";

/** What processes tell each other when sign-ins end. Redis only makes it quicker: each also asks the database (`live-sessions.ts`). */
const SessionNews = z.union([
  /** Every sign-in of this user made before this version is over. */
  z.object({ userId: z.string(), sessionVersion: z.number() }),
  /** This one sign-in is over. */
  z.object({ sessionId: z.string() }),
]);
export type SessionNews = z.infer<typeof SessionNews>;

export const sessionTopic = "sessions";

export function writeSessionNews(news: SessionNews): string {
  return JSON.stringify(news);
}

/** `null` for a text that is not news: another release may say more than this one knows. */
export function readSessionNews(text: string): SessionNews | null {
  try {
    const parsed = SessionNews.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
