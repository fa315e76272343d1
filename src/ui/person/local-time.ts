/** The time at a place, as the viewer writes times: `14:05`, with the weekday where it is another day there. `now` is epoch ms. */
export function formatLocalTime(now: number, timeZone: string): string {
  const date = new Date(now);
  const day = (zone?: string) => new Intl.DateTimeFormat(undefined, { timeZone: zone, dateStyle: "short" }).format(date);
  try {
    const isSameDay = day() === day(timeZone);
    const format: Intl.DateTimeFormatOptions = { timeZone, hour: "2-digit", minute: "2-digit", ...(!isSameDay && { weekday: "short" }) };
    return new Intl.DateTimeFormat(undefined, format).format(date);
  } catch {
    // A zone that this browser does not know.
    return "unknown";
  }
}
