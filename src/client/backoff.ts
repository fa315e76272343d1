/**
 * How long to wait before try number `attempt` (0, 1, 2 …): anything up to a ceiling that doubles, in milliseconds.
 * The whole span is drawn, not only its end, so that many clients that lost the server together do not come back together.
 */
export function backoffMs(attempt: number, random: number, { firstMs = 500, maxMs = 15_000 } = {}): number {
  return Math.round(random * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 20)));
}
