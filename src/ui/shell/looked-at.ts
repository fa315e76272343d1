/** Which conversations are open in windows of this browser that have the focus, so that no other window tells of what somebody reads. */

const key = "gympl-looked-at";
/** A window that was killed cannot say that it is gone. */
const lifeMs = 60_000;

/** Says what this window shows to somebody now; `null` when nobody looks at it. */
export function lookAt(userId: string, conversationId: string | null): void {
  try {
    if (conversationId === null) localStorage.removeItem(`${key}:${userId}`);
    else localStorage.setItem(`${key}:${userId}`, JSON.stringify({ conversationId, at: Date.now() }));
  } catch {
    // A browser that keeps nothing has no windows that know of each other.
  }
}

/** What some window of this browser shows to this user now. Only one has the focus. */
export function lookedAt(userId: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(`${key}:${userId}`) ?? "null");
    if (typeof kept !== "object" || kept === null) return [];
    const { conversationId, at } = kept as { conversationId?: unknown; at?: unknown };
    return typeof conversationId === "string" && typeof at === "number" && Date.now() - at < lifeMs ? [conversationId] : [];
  } catch {
    return [];
  }
}
