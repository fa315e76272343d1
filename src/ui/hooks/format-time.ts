/** Times as people read them, in the device's language and time zone. */
const clock = once({ hour: "2-digit", minute: "2-digit" });
const full = once({ dateStyle: "full", timeStyle: "short" });
const weekday = once({ weekday: "long" });
const shortWeekday = once({ weekday: "short" });
const dayOfYear = once({ weekday: "short", day: "numeric", month: "long" });
const dayWithYear = once({ day: "numeric", month: "long", year: "numeric" });
const shortDay = once({ day: "numeric", month: "short" });
const shortDayWithYear = once({ day: "numeric", month: "short", year: "2-digit" });

/** Made when it is first needed: a phone takes milliseconds for each. */
function once(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  let format: Intl.DateTimeFormat | undefined;
  return () => {
    format ??= new Intl.DateTimeFormat(undefined, options);
    return format;
  };
}

const dayMs = 24 * 60 * 60 * 1000;

/** `14:05`. Takes ISO or epoch ms. */
export function formatClock(time: string | number): string {
  return clock().format(new Date(time));
}

/** The whole date and time, for a title. */
export function formatFull(time: string | number): string {
  return full().format(new Date(time));
}

/** A number that two times share exactly when they are on the same local day. */
export function dayNumber(time: string | number): number {
  const date = new Date(time);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMs;
}

/** `Today`, `Yesterday`, `Monday`, `Mon, 3 March`, `3 March 2024`. `now` is epoch ms. */
export function formatDay(time: string | number, now: number): string {
  const date = new Date(time);
  const age = dayNumber(now) - dayNumber(time);
  if (age === 0) return "Today";
  if (age === 1) return "Yesterday";
  if (age > 1 && age < 7) return weekday().format(date);
  return date.getFullYear() === new Date(now).getFullYear() ? dayOfYear().format(date) : dayWithYear().format(date);
}

/** As short as it can be, for lists: `14:05` today, `Yesterday`, `Mon`, `3 Mar`, `3 Mar 24`. `now` is epoch ms. */
export function formatListTime(time: string | number, now: number): string {
  const date = new Date(time);
  const age = dayNumber(now) - dayNumber(time);
  if (age <= 0) return clock().format(date);
  if (age === 1) return "Yesterday";
  if (age < 7) return shortWeekday().format(date);
  return (date.getFullYear() === new Date(now).getFullYear() ? shortDay() : shortDayWithYear()).format(date);
}

/** How long ago: `just now`, `5 min ago`, `3 h ago`, `yesterday`, `12 days ago`, then the date. `now` is epoch ms. */
export function formatAgo(time: string | number, now: number): string {
  const minutes = Math.floor((now - new Date(time).getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60 && dayNumber(now) === dayNumber(time)) return `${Math.floor(minutes / 60)} h ago`;
  const days = dayNumber(now) - dayNumber(time);
  if (days <= 1) return "yesterday";
  return days < 30 ? `${days} days ago` : formatListTime(time, now);
}
