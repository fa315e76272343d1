const amberAfterS = 5 * 60;
const redAfterS = 15 * 60;

/** How a wait of so many seconds is drawn: as in the queue, amber after 5 minutes and red after 15. */
export function waitTone(seconds: number | null): string {
  if (seconds === null || seconds < amberAfterS) return "text-ink";
  return seconds < redAfterS ? "text-warning" : "text-danger";
}
