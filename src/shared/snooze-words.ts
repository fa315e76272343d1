/**
 * Moments in plain words, English or German, by the clock on the gym's wall: "tomorrow 9am", "next monday", "in 3 hours", "2h", "übermorgen um 14 Uhr",
 * "24.12. abends". Pure.
 */
import { limits } from "./limits";
import { momentOf, type Wall, wallClock } from "./wall-clock";

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** When a day begins for whoever names only the day. */
const dayBegins = 9 * hourMs;

interface Reader {
  /** What is left to read. */
  rest: string;
  /** The wall's reading now. */
  today: number;
  now: number;
  wall: Wall;
  /** The day, as a reading at its midnight. */
  day: number | null;
  /** Since midnight on the wall, in ms. */
  time: number | null;
  /** Hours and minutes that pass by any clock, in ms. */
  passes: number;
}

type Rule = readonly [pattern: RegExp, read: (reader: Reader, found: RegExpExecArray) => boolean];

/** The moment (epoch ms) that words name, as seen from `now`; `null` when they name none, or one that is past or further ahead than a case may sleep. */
export function readSnooze(words: string, { now, timeZone }: { now: number; timeZone: string }): number | null {
  const wall = wallClock(timeZone);
  const today = Math.floor(wall(now) / dayMs) * dayMs;
  const reader: Reader = { rest: plain(words), today, now, wall, day: null, time: null, passes: 0 };
  if (reader.rest === "") return null;
  while (reader.rest !== "") if (!rules.some((rule) => applies(rule, reader))) return null;
  const at = momentIn(reader);
  return at !== null && at > now && at - now <= limits.snoozeMsMax ? at : null;
}

function momentIn({ day, time, passes, today, now, wall }: Reader): number | null {
  if (passes > 0) return day === null && time === null ? now + passes : null;
  if (day !== null) return momentOf(wall, day + (time ?? dayBegins));
  if (time === null) return null;
  // A time alone is the next one that the wall shows.
  const soon = momentOf(wall, today + time);
  return soon > now ? soon : momentOf(wall, today + dayMs + time);
}

function applies([pattern, read]: Rule, reader: Reader): boolean {
  const found = pattern.exec(reader.rest);
  if (!found || !read(reader, found)) return false;
  reader.rest = reader.rest.slice(found[0].length).trimStart();
  return true;
}

/** In small letters, with single spaces and without what only polishes. */
function plain(words: string): string {
  return words
    .toLowerCase()
    .replace(/[,;]/g, " ")
    .replace(/\b([ap])\.m\.?/g, "$1m")
    .replace(/\s+/g, " ")
    .trim();
}

const end = "(?=\\s|$)";
const word = (...alternatives: string[]) => new RegExp(`^(?:${alternatives.join("|")})${end}`);

const weekdays = [
  /^(?:sun(?:day)?|so(?:nntag)?s?)(?=\s|$)/,
  /^(?:mon(?:day)?|mo(?:ntag)?s?)(?=\s|$)/,
  /^(?:tue(?:s(?:day)?)?|di(?:enstag)?s?)(?=\s|$)/,
  /^(?:wed(?:nesday)?|mi(?:ttwoch)?s?)(?=\s|$)/,
  /^(?:thu(?:r(?:s(?:day)?)?)?|do(?:nnerstag)?s?)(?=\s|$)/,
  /^(?:fri(?:day)?|fr(?:eitag)?s?)(?=\s|$)/,
  /^(?:sat(?:urday)?|sa(?:mstag)?s?|sonnabend)(?=\s|$)/,
];

const months = ["jan", "feb", "mar|mär|mrz", "apr", "may|mai", "jun", "jul", "aug", "sep", "oct|okt", "nov", "dec|dez"];
const month = `(${months.map((names) => `(?:${names})`).join("|")})[a-zä]*\\.?`;
const monthOf = (name: string) => months.findIndex((names) => new RegExp(`^(?:${names})`).test(name));

const numbers: Record<string, number> = { a: 1, an: 1, one: 1, ein: 1, eine: 1, einer: 1, einem: 1, two: 2, zwei: 2, three: 3, drei: 3 };
const count = "(\\d{1,4}|(?:an?|one|eine?[rm]?|two|zwei|three|drei)(?= ))";
const countOf = (text = "") => numbers[text] ?? Number(text);

const rules: readonly Rule[] = [
  [/^(?:in )?(?:half an hour|(?:einer? )?halben? stunde)(?=\s|$)/, passing(() => 30 * minuteMs)],
  [/^(?:in )?(\d{1,2})h ?(\d{1,2})m?(?:in)?(?=\s|$)/, passing(([, hours, minutes]) => Number(hours) * hourMs + Number(minutes) * minuteMs)],
  [duration("m|mins?|minutes?|minuten?"), passing(([, many]) => countOf(many) * minuteMs)],
  [duration("h|hrs?|hours?|std|stunden?"), passing(([, many]) => countOf(many) * hourMs)],
  [duration("d|days?|tage?n?"), laterOn((reader, many) => reader.today + many * dayMs)],
  [duration("w|weeks?|wochen?"), laterOn((reader, many) => reader.today + many * 7 * dayMs)],
  [duration("months?|monate?n?"), laterOn((reader, many) => monthsOn(reader.today, many))],

  [word("the day after tomorrow", "day after tomorrow", "übermorgen", "uebermorgen"), onDay(({ today }) => today + 2 * dayMs)],
  [word("tonight"), (reader) => setDay(reader, reader.today) && setTime(reader, 18 * hourMs)],
  [word("today", "heute", "this(?= (?:morning|afternoon|evening))"), onDay(({ today }) => today)],
  [word("tomorrow", "tmrw", "tmr"), onDay(({ today }) => today + dayMs)],
  // "Montag morgen" is Monday in the morning; "morgen" by itself is tomorrow.
  [word("morgen"), (reader) => (reader.day === null ? setDay(reader, reader.today + dayMs) : setTime(reader, dayBegins))],
  [word("next week", "nächste woche", "naechste woche", "kommende woche"), onDay(({ today }) => nextWeekday(today, 1))],
  [word("next month", "nächsten monat", "naechsten monat"), onDay(({ today }) => firstOfNextMonth(today))],
  [word("(?:the |this |am |dieses )?(?:weekend|wochenende)"), onDay(({ today }) => nextWeekday(today, 6))],
  [
    /^(?:next|this|coming|nächste[nrs]?|naechste[nrs]?|kommende[nrs]?|diese[nrs]?) (?=[a-z])/,
    (reader) => weekdays.some((one) => one.test(afterFirst(reader.rest))),
  ],
  ...weekdays.map((pattern, weekday): Rule => [pattern, onDay(({ today }) => nextWeekday(today, weekday))]),

  [/^(\d{4})-(\d{1,2})-(\d{1,2})(?=\s|t|$)/, (reader, [, y, m, d]) => setDate(reader, [Number(d), Number(m) - 1, y])],
  [/^(\d{1,2})[./](\d{1,2})(?:\.|[./](\d{4}))(?=\s|$)/, (reader, [, d, m, y]) => setDate(reader, [Number(d), Number(m) - 1, y])],
  [/^(\d{1,2})\/(\d{1,2})(?=\s|$)/, (reader, [, d, m]) => setDate(reader, [Number(d), Number(m) - 1])],
  [
    new RegExp(`^(\\d{1,2})(?:\\.|st|nd|rd|th)? (?:of )?${month}(?: (\\d{4}))?${end}`),
    (reader, [, d, m = "", y]) => setDate(reader, [Number(d), monthOf(m), y]),
  ],
  [
    new RegExp(`^${month} (\\d{1,2})(?:st|nd|rd|th)?(?: (\\d{4}))?${end}`),
    (reader, [, m = "", d, y]) => setDate(reader, [Number(d), monthOf(m), y]),
  ],

  [
    /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)(?=\s|$)/,
    (reader, [, h, m, half]) => setTwelve(reader, { hour: Number(h), minute: Number(m ?? 0), isPm: half === "pm" }),
  ],
  [/^(\d{1,2})[:.](\d{2})(?: ?(?:uhr|h))?(?=\s|$)/, (reader, [, h, m]) => setClock(reader, Number(h), Number(m))],
  [/^(\d{1,2}) ?(?:uhr|o'clock)(?: (\d{1,2}))?(?=\s|$)/, (reader, [, h, m]) => setClock(reader, Number(h), Number(m ?? 0))],
  [/^halb (\d{1,2})(?=\s|$)/, (reader, [, h]) => setClock(reader, Number(h) - 1, 30)],
  // A bare number is an hour beside a day only: "tomorrow 9", not "9".
  [/^(\d{1,2})(?=\s|$)/, (reader, [, h]) => reader.day !== null && setClock(reader, Number(h), 0)],
  [word("noon", "midday", "mittags?"), (reader) => setTime(reader, 12 * hourMs)],
  [word("(?:in the )?morning", "morgens", "(?:in der )?früh", "frueh", "vormittags?"), (reader) => setTime(reader, dayBegins)],
  [word("(?:in the )?afternoon", "nachmittags?"), (reader) => setTime(reader, 14 * hourMs)],
  [word("(?:in the )?evening", "abends?"), (reader) => setTime(reader, 18 * hourMs)],
  [/^(?:at|on|um|gegen|am|den|until|till|bis|ab|zum|uhr)(?=\s\S)/, () => true],
];

function duration(units: string): RegExp {
  return new RegExp(`^(?:in )?${count} ?(?:${units})${end}`);
}

function passing(ms: (found: RegExpExecArray) => number): Rule[1] {
  return (reader, found) => {
    reader.passes += ms(found);
    return true;
  };
}

/** So many days on, at the same time on the wall unless another is named. */
function laterOn(dayOf: (reader: Reader, many: number) => number): Rule[1] {
  return (reader, [, many]) => {
    if (!setDay(reader, dayOf(reader, countOf(many)))) return false;
    // Another time may follow; a zone's change in between leaves the wall's time as it is.
    if (!/\d|morning|noon|evening|früh|mittag|abend/.test(reader.rest.replace(/^\S+ \S+/, "")))
      reader.time ??= reader.wall(reader.now) - reader.today;
    return true;
  };
}

function onDay(dayOf: (reader: Reader) => number): Rule[1] {
  return (reader) => setDay(reader, dayOf(reader));
}

function setDay(reader: Reader, day: number): boolean {
  if (reader.day !== null) return false;
  reader.day = day;
  return true;
}

/** Without a year the next such date. */
function setDate(reader: Reader, [day, monthIndex, year]: [day: number, monthIndex: number, year?: string]): boolean {
  const thisYear = new Date(reader.today).getUTCFullYear();
  const dated = (inYear: number) => {
    const date = new Date(Date.UTC(inYear, monthIndex, day));
    return date.getUTCMonth() === monthIndex && date.getUTCDate() === day ? date.getTime() : null;
  };
  const first = dated(year === undefined ? thisYear : Number(year));
  const at = year === undefined && (first === null || first < reader.today) ? dated(thisYear + 1) : first;
  return at !== null && setDay(reader, at);
}

function setTime(reader: Reader, time: number): boolean {
  if (reader.time !== null) return false;
  reader.time = time;
  return true;
}

function setClock(reader: Reader, hour: number, minute: number): boolean {
  return hour >= 0 && hour < 24 && minute < 60 && setTime(reader, hour * hourMs + minute * minuteMs);
}

function setTwelve(reader: Reader, { hour, minute, isPm }: { hour: number; minute: number; isPm: boolean }): boolean {
  return hour >= 1 && hour <= 12 && setClock(reader, (hour % 12) + (isPm ? 12 : 0), minute);
}

/** The first such weekday after today (0 is Sunday). */
function nextWeekday(today: number, weekday: number): number {
  const days = (weekday - new Date(today).getUTCDay() + 7) % 7 || 7;
  return today + days * dayMs;
}

function firstOfNextMonth(today: number): number {
  const date = new Date(today);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** The same day so many months on; the last of the month where that has no such day. */
function monthsOn(today: number, many: number): number {
  const date = new Date(today);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + many + 1, 0));
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date.getUTCDate(), last.getUTCDate()));
}

const afterFirst = (text: string) => text.slice(text.indexOf(" ") + 1);
