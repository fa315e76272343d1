import type { Random } from "./random";
import { momentOn } from "./rhythm";
import { workoutTalk } from "./talk/workouts";

const messagesOfLongTalk = 5_000;
const days = 520;

interface Scheduled {
  script: string;
  /** When it would begin, epoch milliseconds. */
  startMs: number;
}

/** Talk of a class that meets each morning, for a year and a half, to the message: a workout before dawn and whatever else comes up. */
export function longTalk(
  common: () => string,
  { nowMs, timeZone, random }: { nowMs: number; timeZone: string; random: Random },
): Scheduled[] {
  const talk: Scheduled[] = [];
  let missing = messagesOfLongTalk;
  const add = (script: string, startMs: number) => {
    const lines = script.split("\n");
    while (countOf(lines) > missing) lines.pop();
    missing -= countOf(lines);
    talk.push({ script: lines.join("\n"), startMs });
  };
  for (let daysAgo = days; daysAgo > 0; daysAgo--) {
    // One day in the week everybody sleeps.
    if (daysAgo % 7 !== 3) add(workoutTalk(random), momentOn(daysAgo, { nowMs, timeZone, random, hours: [5] }));
  }
  while (missing > 0) add(common(), momentOn(random.between(0, days), { nowMs, timeZone, random }));
  return talk.sort((a, b) => a.startMs - b.startMs);
}

function countOf(lines: readonly string[]): number {
  return lines.filter((row) => /^[a-z]: /.test(row)).length;
}
