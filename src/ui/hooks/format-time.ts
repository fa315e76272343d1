/** Times as people read them, in the language of the page and the time zone of the device. */
import { type Language, languages } from "@/shared/languages";

/** Each takes ISO or epoch ms; `now` is epoch ms. */
export interface Times {
  /** `14:05`. */
  clock(time: string | number): string;
  /** `3 Mar 2024`. */
  date(time: string | number): string;
  /** The time at a place: `14:05`, with the weekday where it is another day there; `null` where the browser does not know the zone. */
  clockIn(timeZone: string, now: number): string | null;
  /** The whole date and time, for a title. */
  full(time: string | number): string;
  /** `Today`, `Yesterday`, `Monday`, `Mon, 3 March`, `3 March 2024`. */
  day(time: string | number, now: number): string;
  /** As short as it can be, for lists: `14:05` today, `Yesterday`, `Mon`, `3 Mar`, `3 Mar 24`. */
  listTime(time: string | number, now: number): string;
  /** A moment to come, as short as it can be: `14:05` today, `Mon 09:00` within a week, then the date. */
  comingTime(time: string | number, now: number): string;
  /** How long ago: `now`, `5 min ago`, `3 hr ago`, `yesterday`, `12 days ago`, then the date. */
  ago(time: string | number, now: number): string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** A number that two times share exactly when they are on the same local day. */
export function dayNumber(time: string | number): number {
  const date = new Date(time);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMs;
}

/** The language as this device writes it: `de-AT` for somebody in Austria. English is that of Europe where the device does not say otherwise. */
export function regionOf(language: Language, deviceLanguages: readonly string[]): string {
  const own = deviceLanguages.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return own ?? { en: "en-GB", de: "de-DE" }[language];
}

const made = new Map<Language, Times>();

/** The same for the same language. */
export function timesIn(language: Language): Times {
  let times = made.get(language);
  if (!times) {
    times = makeTimes(regionOf(language, typeof navigator === "undefined" ? languages : (navigator.languages ?? languages)));
    made.set(language, times);
  }
  return times;
}

function makeTimes(locale: string): Times {
  const format = formatsOf(locale);
  const clockIn = clocksOf(locale);
  const isThisYear = (date: Date, now: number) => date.getFullYear() === new Date(now).getFullYear();
  const listTime: Times["listTime"] = (time, now) => {
    const date = new Date(time);
    const age = dayNumber(now) - dayNumber(time);
    if (age <= 0) return format.clock().format(date);
    if (age === 1) return format.dayAway(-1);
    if (age < 7) return format.shortWeekday().format(date);
    return (isThisYear(date, now) ? format.shortDay() : format.shortDayWithYear()).format(date);
  };
  return {
    clock: (time) => format.clock().format(new Date(time)),
    date: (time) => format.date().format(new Date(time)),
    clockIn,
    full: (time) => format.full().format(new Date(time)),
    day(time, now) {
      const date = new Date(time);
      const age = dayNumber(now) - dayNumber(time);
      if (age === 0 || age === 1) return format.dayAway(-age);
      if (age > 1 && age < 7) return format.weekday().format(date);
      return (isThisYear(date, now) ? format.dayOfYear() : format.dayWithYear()).format(date);
    },
    listTime,
    comingTime(time, now) {
      const date = new Date(time);
      const days = dayNumber(time) - dayNumber(now);
      if (days <= 0) return format.clock().format(date);
      return days < 7 ? `${format.shortWeekday().format(date)} ${format.clock().format(date)}` : format.date().format(date);
    },
    ago(time, now) {
      const minutes = Math.floor((now - new Date(time).getTime()) / 60_000);
      if (minutes < 1) return format.away().format(0, "second");
      if (minutes < 60) return format.away().format(-minutes, "minute");
      if (minutes < 24 * 60 && dayNumber(now) === dayNumber(time)) return format.away().format(-Math.floor(minutes / 60), "hour");
      const days = dayNumber(now) - dayNumber(time);
      return days < 30 ? format.away().format(-Math.max(days, 1), "day") : listTime(time, now);
    },
  };
}

function formatsOf(locale: string) {
  const date = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(locale, options));
  const away = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }));
  return {
    date: date({ dateStyle: "medium" }),
    clock: date({ hour: "2-digit", minute: "2-digit" }),
    full: date({ dateStyle: "full", timeStyle: "short" }),
    weekday: date({ weekday: "long" }),
    shortWeekday: date({ weekday: "short" }),
    dayOfYear: date({ weekday: "short", day: "numeric", month: "long" }),
    dayWithYear: date({ day: "numeric", month: "long", year: "numeric" }),
    shortDay: date({ day: "numeric", month: "short" }),
    shortDayWithYear: date({ day: "numeric", month: "short", year: "2-digit" }),
    away,
    /** `Today`, `Yesterday`: at the beginning of a line. */
    dayAway(days: number): string {
      const word = away().format(days, "day");
      return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
    },
  };
}

/** The clocks of other places; what writes one is made once, for that takes a millisecond and the panel of each member shows one. */
function clocksOf(locale: string): Times["clockIn"] {
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const make = (timeZone: string) => ({
    here: new Intl.DateTimeFormat(locale, { dateStyle: "short" }),
    there: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "short" }),
    clock: new Intl.DateTimeFormat(locale, { timeZone, ...clock }),
    clockOfDay: new Intl.DateTimeFormat(locale, { timeZone, ...clock, weekday: "short" }),
  });
  const zones = new Map<string, ReturnType<typeof make> | null>();
  return (timeZone, now) => {
    if (!zones.has(timeZone))
      zones.set(
        timeZone,
        orNull(() => make(timeZone)),
      );
    const zone = zones.get(timeZone);
    if (!zone) return null;
    const isSameDay = zone.here.format(now) === zone.there.format(now);
    return (isSameDay ? zone.clock : zone.clockOfDay).format(now);
  };
}

/** A zone that the browser does not know throws. */
function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** Made when it is first needed: a phone takes milliseconds for each. */
function once<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
