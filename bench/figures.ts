/** What a scenario found: figures of both sides, and the ratios that are wanted of them. */
import type { Side } from "./load/crowd";

export interface Figure {
  name: string;
  unit: string;
  product: number;
  /** Absent where only the product is measured. */
  peer?: number;
  /** Median over the rounds of product divided by peer, each round's pair by itself. */
  ratio?: number;
  target?: Target;
}

/** What the figure must reach, and what it aims for. */
export interface Target {
  of: "ratio" | "product";
  /** One of the two says which way is better; zero for "at least" leaves only the aim. */
  atMost?: number;
  atLeast?: number;
  /** The same bound, further. */
  aim?: number;
}

export interface Outcome {
  scenario: string;
  title: string;
  rounds: number;
  figures: Figure[];
  /** Anything else worth knowing. */
  notes: string[];
  /** Why there are no figures. */
  failure?: string;
}

/** Figures of the rounds of both sides: medians, and the median of the ratios pair by pair. */
export function figure<Round>(
  rounds: Record<Side, Round[]>,
  { name, unit, target }: Pick<Figure, "name" | "unit" | "target">,
  read: (round: Round) => number,
): Figure {
  const [product, peer] = [rounds.product.map(read), rounds.peer.map(read)];
  const ratios = product.flatMap((value, at) => (peer[at] ? [value / peer[at]] : []));
  return { name, unit, product: median(product), peer: median(peer), ratio: median(ratios), ...(target && { target }) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** How a figure stands to its target. */
export function verdict({ product, ratio, target }: Figure): { reached: boolean; aimed: boolean } | null {
  if (!target) return null;
  const value = target.of === "ratio" ? ratio : product;
  if (value === undefined) return null;
  const within = (bound: number | undefined) => bound === undefined || (target.atMost !== undefined ? value <= bound : value >= bound);
  const reached = within(target.atMost ?? target.atLeast);
  return { reached, aimed: reached && within(target.aim) };
}

/** Says what was heard twice, if anything was. */
export function repeatsNote(rounds: Record<Side, readonly { repeats: number; deliveries: number }[]>): string[] {
  const share = (all: readonly { repeats: number; deliveries: number }[]) =>
    all.reduce((sum, { repeats }) => sum + repeats, 0) / all.reduce((sum, { deliveries }) => sum + deliveries, 0);
  const [product, peer] = [share(rounds.product), share(rounds.peer)];
  if (product + peer === 0) return [];
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  return [`Deliveries that came twice (clients ignore the second): product ${percent(product)}, peer ${percent(peer)}.`];
}
