/** Chance that comes out the same for the same seed, so that the demo gym is the same gym everywhere. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  shuffle<T>(from: readonly T[]): T[];
}

/** Opens a stream of chance for a name (FNV-1a into mulberry32). */
export function randomOf(name: string): Random {
  let state = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) state = Math.imul(state ^ name.charCodeAt(at), 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick(from) {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error("there is nothing to pick from");
      return picked;
    },
    shuffle(from) {
      const shuffled = [...from];
      for (let at = shuffled.length - 1; at > 0; at--) {
        const other = between(0, at);
        const [a, b] = [shuffled[at], shuffled[other]];
        if (a !== undefined && b !== undefined) [shuffled[at], shuffled[other]] = [b, a];
      }
      return shuffled;
    },
  };
}

/** A UUID of version 7 for a moment (epoch milliseconds), its other bits by `random`. */
export function uuidAt(atMs: number, random: Random): string {
  const time = Math.floor(atMs).toString(16).padStart(12, "0");
  const bits = (digits: number) =>
    Math.floor(random.next() * 16 ** digits)
      .toString(16)
      .padStart(digits, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${bits(3)}-${random.pick(["8", "9", "a", "b"])}${bits(3)}-${bits(6)}${bits(6)}`;
}
