/** What the desk says by itself at a moment, in words that are true then. Pure. */
import { afterBusinessSeconds, type BusinessHours, businessSeconds, isOpenAt, nextOpening } from "../../shared/business-hours";
import { fillReply, firstNameOf } from "../../shared/canned-replies";
import type { AutomaticAnswers, DeskLanguage } from "../../shared/desk-setup";

/** A first answer of the last weeks: since when the member waited, and until when (epoch ms). */
export interface FirstReply {
  from: number;
  to: number;
}

export interface Occasion {
  /** Epoch milliseconds. */
  at: number;
  /** `null`: nothing was said, the desk counts as open. */
  hours: BusinessHours | null;
  /** The gym's, for the words of days and times. */
  timeZone: string;
  language: DeskLanguage;
  gymName: string;
  memberName: string;
}

/** From fewer answers nothing is foretold. */
const repliesMin = 5;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const minuteSteps = [2, 5, 10, 15, 20, 30, 45, 60];

/** Whether the desk is open. */
export function isDeskOpen({ at, hours }: Pick<Occasion, "at" | "hours">): boolean {
  return hours === null || isOpenAt(hours, at);
}

/**
 * The greeting with how soon an answer comes, or, while the desk is closed, when it opens. A sentence that names what is not known is left out.
 * @param replies of the last weeks, in any order
 * @returns `null` when there is nothing to say
 */
export function automaticAnswer(answers: AutomaticAnswers, occasion: Occasion, replies: readonly FirstReply[]): string | null {
  const { at, hours, gymName, memberName } = occasion;
  const known = { "gym.name": gymName, "member.name": memberName, "member.firstName": firstNameOf(memberName) };
  const fill = (text: string | null, more: Record<string, string | null> = {}) => text && fillReply(text, { ...known, ...more }).text;
  const greeting = fill(answers.greeting);
  if (!isDeskOpen(occasion)) {
    const opensAt = hours && nextOpening(hours, at);
    return fill(answers.closed, { opensAt: opensAt === null ? null : momentInWords(opensAt, occasion) }) ?? greeting;
  }
  const replyTime = fill(answers.replyTime, { replyTime: replyTimeInWords(occasion, replies) });
  return [greeting, replyTime].filter(Boolean).join(" ") || null;
}

/** Until the desk has answered half of those who wrote at such a moment, by the clock on the wall: the night counts, if it lies between. */
function replyTimeInWords({ at, hours, language }: Occasion, replies: readonly FirstReply[]): string | null {
  if (replies.length < repliesMin) return null;
  const took = replies.map(({ from, to }) => (hours ? businessSeconds(hours, from, to) : (to - from) / 1_000)).sort((a, b) => a - b);
  const median = took[Math.floor(took.length / 2)] ?? 0;
  const answeredAt = hours ? afterBusinessSeconds(hours, at, median) : at + median * 1_000;
  return answeredAt === null ? null : durationInWords(answeredAt - at, language);
}

/** Never less than it takes: rounded up to what people say. */
export function durationInWords(ms: number, language: DeskLanguage): string {
  const say = (count: number, unit: "minute" | "hour" | "day") =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
  const minutes = minuteSteps.find((step) => step * minuteMs >= ms);
  if (minutes === 60) return say(1, "hour");
  if (minutes !== undefined) return say(minutes, "minute");
  if (ms <= dayMs) return say(Math.ceil(ms / hourMs), "hour");
  return say(Math.ceil(ms / dayMs), "day");
}

/** A moment by the clock on the gym's wall: the weekday, and the date where that is further away than a week. */
export function momentInWords(moment: number, { at, timeZone, language }: Pick<Occasion, "at" | "timeZone" | "language">): string {
  const locale = language === "de" ? "de-DE" : "en-GB";
  const isFar = moment - at > 6 * dayMs;
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", ...(isFar && { day: "numeric", month: "long" }) });
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${day.format(moment)}, ${time.format(moment)}${language === "de" ? " Uhr" : ""}`;
}
