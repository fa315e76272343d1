/** Numbers out of samples. */

/** The sample below which `part` (0 to 1) of them lie; 0 of none. */
export function share(samples: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The middle sample, or what lies between the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}

/** Rounded to tenths. */
export const tenths = (value: number) => Math.round(value * 10) / 10;

/** The most moments that lie within any span of `withinMs`. */
export function mostWithin(moments: readonly number[], withinMs: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) > withinMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
