"use client";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { classNames } from "@/ui/primitives/class-names";
import { useShortDays } from "./use-moments";

interface TimeChartProps {
  /** What it shows, for a screen reader: the numbers themselves stand in a table. */
  label: string;
  /** Each place on the axis in words, and the day it begins with. */
  names: readonly string[];
  days: readonly string[];
  kind: "bars" | "lines";
  /** A colour is a token of tokens.css. */
  series: readonly { name: string; color: `--${string}`; values: readonly (number | null)[] }[];
  format(value: number | null): string;
}

const heightPx = 220;

/** A chart over the parts of a span. What lies under the pointer is said above it; without one, the whole span. */
export function TimeChart({ label, names, days, kind, series, format }: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const theme = useThemeName();
  const shortDay = useShortDays();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the theme changes what the tokens mean
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const token = (name: string) => getComputedStyle(node).getPropertyValue(name).trim();
    const day = (place: number) => shortDay(days[place] ?? "1970-01-01");
    const chart = new uPlot(
      {
        width: node.clientWidth,
        height: heightPx,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
        scales: {
          x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
          y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
        },
        axes: [
          {
            stroke: token("--ink-muted"),
            grid: { show: false },
            ticks: { show: false },
            font: `11px ${getComputedStyle(node).fontFamily}`,
            incrs: [1, 2, 5, 7, 10, 14, 30, 60],
            values: (_, splits) => splits.map((place) => (Number.isInteger(place) && place >= 0 && place < days.length ? day(place) : "")),
          },
          {
            stroke: token("--ink-muted"),
            grid: { stroke: token("--line"), width: 1 },
            ticks: { show: false },
            font: `11px ${getComputedStyle(node).fontFamily}`,
            size: kind === "lines" ? 76 : 44,
            incrs:
              kind === "lines"
                ? [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 36_000, 72_000, 180_000, 360_000, 720_000]
                : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000],
            values: (_, splits) => splits.map((value) => format(value)),
          },
        ],
        series: [
          {},
          ...series.map(({ color }, place): uPlot.Series => {
            const stroke = token(color);
            if (kind === "lines") return { stroke, width: 2, points: { show: days.length < 40, size: 5, fill: stroke }, spanGaps: true };
            const align = series.length === 1 ? 0 : place === 0 ? -1 : 1;
            return { fill: stroke, stroke, width: 0, points: { show: false }, paths: uPlot.paths.bars?.({ size: [0.36, 18], align }) };
          }),
        ],
        hooks: { setCursor: [({ cursor }) => setAt(cursor.idx ?? null)] },
      },
      [days.map((_, place) => place), ...series.map(({ values }) => [...values])],
      node,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: node.clientWidth, height: heightPx }));
    watch.observe(node);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [days, series, kind, theme, shortDay]);
  return (
    <div className="border-t px-3 pt-2.5 pb-2">
      <div aria-hidden className="flex min-h-5 flex-wrap gap-x-4 px-1 text-small text-ink-muted">
        {series.map(({ name, color, values }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-sm" style={{ background: `var(${color})` }} />
            {name}
            {at !== null && <b className="font-semibold text-ink tabular-nums">{format(values[at] ?? null)}</b>}
          </span>
        ))}
        <span className={classNames("ml-auto tabular-nums", at === null && "invisible")}>{at === null ? names[0] : names[at]}</span>
      </div>
      <div ref={box} role="img" aria-label={label} className="mt-1 h-[220px] w-full overflow-hidden" />
    </div>
  );
}

/** Changes with the theme, which changes what the tokens mean. */
function useThemeName(): string {
  const [name, setName] = useState("");
  useEffect(() => {
    const root = document.documentElement;
    const read = () => setName(`${root.className} ${root.dataset.theme ?? ""}`);
    read();
    const watch = new MutationObserver(read);
    watch.observe(root, { attributeFilter: ["class", "data-theme", "style"] });
    return () => watch.disconnect();
  }, []);
  return name;
}
