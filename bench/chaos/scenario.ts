/** One thing that can happen to an installation, with what must hold while and after it happens. `npm run chaos -- NAME` runs it. */

export interface ScenarioOptions {
  /** From which every random choice comes. */
  seed: number;
  /** 1 is the length that the guarantee names; a test runs a shorter form (0.05, say). */
  scale: number;
  /** Takes a line of progress. */
  say: (text: string) => void;
}

export interface ScenarioResult {
  /** What was measured, by name; the unit stands in the name. */
  figures: Record<string, number | string>;
  /** What did not hold. Empty when the guarantee does. */
  violations: { invariant: string; text: string }[];
}

export interface Scenario {
  name: string;
  /** The guarantee, in a sentence. */
  promise: string;
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}
