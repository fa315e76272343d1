import type { DeskGym } from "@/shared/people";

/**
 * How gyms are called where there is little room, by id: without the words that all their names begin with. Of `GymProLuxe City` and `GymProLuxe Lake` that is
 * `City` and `Lake`.
 */
export function shortGymNames(gyms: readonly Pick<DeskGym, "id" | "name">[]): ReadonlyMap<string, string> {
  const split = gyms.map(({ id, name }) => ({ id, words: name.trim().split(/\s+/) }));
  const first = split[0]?.words ?? [];
  // Something is left of each name.
  const most = split.length > 1 ? Math.min(...split.map(({ words }) => words.length)) - 1 : 0;
  let same = 0;
  while (same < most && split.every(({ words }) => words[same] === first[same])) same++;
  return new Map(split.map(({ id, words }) => [id, words.slice(same).join(" ")]));
}
