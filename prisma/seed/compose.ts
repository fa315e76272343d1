import type { Random } from "./random";
import { classNames, lostThings } from "./talk/smalltalk";

/** One message of an exchange. */
interface Line {
  /** Who speaks, by the letter of the script: `m`, `s`, `t`, `a` … */
  speaker: string;
  text: string;
  /** Milliseconds since the line before; 0 for the first. */
  gapMs: number;
}

export interface Exchange {
  topic: string | null;
  lines: Line[];
  durationMs: number;
}

export interface Setting {
  /** First names by speaker. */
  names: Readonly<Record<string, string>>;
  /** First names of the trainers of the gym. */
  trainers: readonly string[];
  random: Random;
  /** Epoch milliseconds: about when this is said. */
  aboutMs: number;
}

const minuteMs = 60_000;
const pauseUnits: Record<string, number> = { m: minuteMs, h: 60 * minuteMs, d: 24 * 60 * minuteMs };
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const times = ["6:30", "7:15", "9:00", "10:30", "12:15", "16:45", "17:30", "18:00", "18:30", "19:15", "20:00"] as const;

/** Makes an exchange of a script: fills in its words and gives each line the pause that typing it takes. The form is told in talk/support.ts. */
export function compose(script: string, setting: Setting): Exchange {
  const { random } = setting;
  const words = wordsOf(setting);
  const exchange: Exchange = { topic: null, lines: [], durationMs: 0 };
  let pauseMs = 0;
  for (const row of script.split("\n")) {
    const spoken = /^([a-z]): (.+)$/.exec(row);
    const pause = /^~(\d+)([mhd])$/.exec(row);
    if (pause) pauseMs = Number(pause[1]) * (pauseUnits[pause[2] ?? "m"] ?? minuteMs) * (0.7 + random.next() * 0.6);
    else if (!spoken) exchange.topic = row.trim() || null;
    else {
      const text = fill(spoken[2] ?? "", words, random);
      const isFirst = exchange.lines.length === 0;
      const gapMs = isFirst ? 0 : Math.round(pauseMs + typingMs(text, random));
      exchange.lines.push({ speaker: spoken[1] ?? "", text, gapMs });
      exchange.durationMs += gapMs;
      pauseMs = 0;
    }
  }
  return exchange;
}

/** Reading, thinking, typing, and now and then something else to do first. */
function typingMs(text: string, random: Random): number {
  const typing = 4_000 + text.length * (120 + random.next() * 160);
  if (random.chance(0.12)) return typing + random.between(3, 25) * minuteMs;
  return typing + random.next() * 80_000;
}

function wordsOf({ names, trainers, random, aboutMs }: Setting): Record<string, string> {
  const [day = "Monday", day2 = "Friday"] = random.shuffle(days);
  const soon = new Date(aboutMs + random.between(20, 70) * 24 * 60 * minuteMs);
  return {
    ...names,
    member: names.m ?? "",
    staff: names.s ?? "",
    trainer: random.pick(trainers),
    day,
    day2,
    time: random.pick(times),
    date: ordinal(random.between(3, 28)),
    month: soon.toLocaleString("en", { month: "long", timeZone: "UTC" }),
    weeks: String(random.between(4, 8)),
    n: String(random.between(61, 98)),
    low: String(random.between(3, 19)),
    kg: String(random.between(26, 44) * 2.5),
    room: String(random.between(1, 4)),
    class: random.pick(classNames),
    thing: random.pick(lostThings),
  };
}

function fill(text: string, words: Readonly<Record<string, string>>, random: Random): string {
  return text.replace(/\{([^{}]+)\}/g, (_whole, inside: string) => {
    if (inside.includes("|")) return random.pick(inside.split("|"));
    const word = words[inside];
    if (word === undefined) throw new Error(`the talk asks for {${inside}}, which nobody knows`);
    return word;
  });
}

function ordinal(day: number): string {
  const last = day % 10;
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${last === 1 ? "st" : last === 2 ? "nd" : last === 3 ? "rd" : "th"}`;
}
