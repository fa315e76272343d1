/**
 * The pages of a run: bench/RESULTS.md and the chart of the README, written from bench/results.json. `npm run bench` writes them when it has run
 * everything; `npx tsx bench/report.ts` writes them again. A test fails when they say something else than the results.
 */
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chart } from "./chart";
import type { Outcome } from "./figures";
import { cells } from "./print";
import { type Results, readResults } from "./results";

/** File → text. */
export function pagesOf(results: Results): Record<string, string> {
  return { "bench/RESULTS.md": resultsPage(results), "docs/images/bench.svg": chart(results) };
}

export function writePages(results: Results): void {
  for (const [file, text] of Object.entries(pagesOf(results))) writeFileSync(file, text);
}

function resultsPage({ date, machine, seconds, outcomes }: Results): string {
  return `# Results

Written by \`npm run bench\` on ${date.slice(0, 10)} in ${Math.round(seconds / 60)} minutes. What is measured and how: [README.md](README.md).

${machine.map((line) => `- ${line}`).join("\n")}

*Product* is this chat, *peer* the same chat on Express, Socket.IO, pg and Redis (\`bench/peer\`). Both sides took turns (A B A B …) under the same load
generator; every figure is the median over the rounds, and *ratio* the median of the rounds' own ratios, product to peer. So trust the ratios: the
absolute figures are this machine's. In each round everything sent was acknowledged, and heard by everybody who should; what was heard twice, which changes nothing, is noted; a round in which
that was not so ends its scenario without figures. *Wanted* is what must be reached, and what is aimed for.

${outcomes.map(section).join("\n\n")}
`;
}

function section(outcome: Outcome): string {
  const { title, rounds, figures, notes, failure } = outcome;
  const head = "| | product | peer | ratio | wanted | |\n|---|--:|--:|--:|---|---|";
  const rows = figures.map((one) => `| ${[one.name, ...cells(one)].join(" | ")} |`);
  const parts = [`## ${title}`, ...(failure ? [`**Did not count:** ${failure}`] : [`${head}\n${rows.join("\n")}`])];
  if (!failure) parts.push([...notes, `${rounds} rounds.`].join(" "));
  return parts.join("\n\n");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writePages(readResults());
