import type { ScenarioResult } from "../scenario";
import { tenths } from "./figures";

/** What a scenario has measured and found wrong, as it goes. */
export class Findings implements ScenarioResult {
  readonly figures: ScenarioResult["figures"] = {};
  readonly violations: ScenarioResult["violations"] = [];

  /** @param invariant the guarantee that a figure beyond its bound breaks */
  constructor(private readonly invariant: string) {}

  note(name: string, value: number | string): void {
    this.figures[name] = typeof value === "number" ? tenths(value) : value;
  }

  /** Notes a figure that must not be greater than `most`; one that is not there (NaN) is too great. */
  expect(name: string, value: number, most: number): void {
    this.note(name, value);
    if (!(value <= most)) this.violations.push({ invariant: this.invariant, text: `${name}: ${tenths(value)}, at most ${tenths(most)}` });
  }
}
