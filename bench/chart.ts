/** The chart of the README: what the product costs where the peer costs 1. Drawn by hand as SVG, readable on light and on dark. */
import type { Figure } from "./figures";
import type { Results } from "./results";

interface Bar {
  label: string;
  scenario: string;
  figure: string;
  /** Where more is better: what one costs is the inverse. */
  isRate?: boolean;
}

const bars: readonly Bar[] = [
  { label: "server CPU per delivery, 500 listeners × 100/s", scenario: "fan-out-500", figure: "server CPU per delivery" },
  { label: "server CPU per delivery, 200 listeners × 10/s", scenario: "fan-out-200", figure: "server CPU per delivery" },
  { label: "server CPU per delivery, 5,000 listeners × 5/s", scenario: "fan-out-5000", figure: "server CPU per delivery" },
  { label: "time per durable send, 100 pairs", scenario: "sends", figure: "acknowledged sends", isRate: true },
  { label: "server CPU per durable send", scenario: "sends", figure: "server CPU per send" },
  { label: "acknowledgement p50, light load", scenario: "light-load", figure: "acknowledgement p50" },
  { label: "delivery p50, light load", scenario: "light-load", figure: "delivery p50" },
  { label: "memory per idle connection", scenario: "idle", figure: "memory per connection" },
  { label: "CPU of 5,000 idle connections", scenario: "idle", figure: "CPU of all of them" },
  { label: "server CPU per reconnection", scenario: "reconnect-storm", figure: "server CPU per connection" },
  { label: "server CPU per message, a mixed day", scenario: "mixed-day", figure: "server CPU per message, everything in it" },
];

const width = 720;
const left = 330;
const rowHeight = 26;
const top = 48;
/** As far as a bar goes, in peers. */
const ratioMax = 1.6;

export function chart({ date, outcomes }: Results): string {
  const rows = bars.flatMap((bar) => {
    const found = outcomes.find(({ scenario }) => scenario === bar.scenario)?.figures.find(({ name }) => name === bar.figure);
    const ratio = found && ratioOf(bar, found);
    return ratio === undefined ? [] : [{ label: bar.label, ratio }];
  });
  const height = top + rows.length * rowHeight + 34;
  const scale = (ratio: number) => ((width - left - 60) * Math.min(ratio, ratioMax)) / ratioMax;
  const peerAt = (left + scale(1)).toFixed(1);
  const drawn = rows.map(({ label, ratio }, at) => {
    const y = top + at * rowHeight;
    return `  <text class="label" x="${left - 12}" y="${y + 15}" text-anchor="end">${label}</text>
  <rect class="${ratio <= 1 ? "less" : "more"}" x="${left}" y="${y + 3}" width="${scale(ratio).toFixed(1)}" height="16" rx="2"/>
  <text class="value" x="${width - 8}" y="${y + 15}" text-anchor="end">${ratio.toFixed(2)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
  <title id="title">What this chat costs where the same chat on Express and Socket.IO costs 1</title>
  <style>
    text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2328; }
    .value { font-variant-numeric: tabular-nums; font-weight: 600; }
    .quiet { fill: #59636e; font-size: 12px; }
    .less { fill: #047857; }
    .more { fill: #b45309; }
    .peer { stroke: #59636e; stroke-dasharray: 3 3; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .quiet { fill: #9198a1; }
      .less { fill: #34d399; }
      .more { fill: #fbbf24; }
      .peer { stroke: #9198a1; }
    }
  </style>
  <text class="quiet" x="${peerAt}" y="30" text-anchor="middle">Express + Socket.IO = 1</text>
  <line class="peer" x1="${peerAt}" y1="38" x2="${peerAt}" y2="${height - 28}"/>
${drawn.join("\n")}
  <text class="quiet" x="${left}" y="${height - 10}">less is better · medians of turns · ${date.slice(0, 10)}</text>
</svg>
`;
}

function ratioOf({ isRate }: Bar, { ratio }: Figure): number | undefined {
  if (ratio === undefined || !Number.isFinite(ratio)) return undefined;
  return isRate ? 1 / ratio : ratio;
}
