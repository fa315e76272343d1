import { type Figure, type Outcome, verdict } from "./figures";

/** An outcome as a table for the terminal. */
export function printed({ title, rounds, figures, notes, failure }: Outcome): string {
  if (failure) return `\n${title}: did not count: ${failure}`;
  const rows = figures.map((one) => [one.name, ...cells(one)]);
  const head = ["", "product", "peer", "ratio", "wanted", ""];
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ");
  return [`\n${title} (${rounds} rounds)`, line(head), ...rows.map(line), ...notes].join("\n");
}

/** Product, peer, ratio, target and verdict of a figure. */
export function cells(one: Figure): string[] {
  const found = verdict(one);
  return [
    `${number(one.product)} ${one.unit}`,
    one.peer === undefined ? "" : `${number(one.peer)} ${one.unit}`,
    one.ratio === undefined ? "" : one.ratio.toFixed(2),
    wanted(one),
    found ? said(found, one) : "",
  ];
}

function said({ reached, aimed }: { reached: boolean; aimed: boolean }, { target }: Figure): string {
  if (aimed) return "reached";
  if (!reached || target?.atLeast === 0) return "not reached";
  return "floor reached";
}

function wanted({ target }: Figure): string {
  if (!target) return "";
  if (target.atLeast === 0) return `aim ≥ ${target.aim}`;
  const sign = target.atMost === undefined ? "≥" : "≤";
  return `${target.of === "product" ? "product " : ""}${sign} ${target.atMost ?? target.atLeast}${target.aim === undefined ? "" : `, aim ${target.aim}`}`;
}

/** Three digits that say something. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "?";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
