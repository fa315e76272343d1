/** `npm run bench -- [--quick] [--only NAME,NAME] [--rounds 5] [--profile product]`: see bench/README.md. */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildPrograms } from "./build";
import { isPinned } from "./child";
import type { Outcome } from "./figures";
import { install } from "./installation";
import { printed } from "./print";
import { writePages } from "./report";
import { describeMachine, resultsFile } from "./results";
import { fanOut } from "./scenarios/fan-out";
import { floors } from "./scenarios/floors";
import { idle } from "./scenarios/idle";
import { lightLoad, twoProcesses } from "./scenarios/light-load";
import { mixedDay } from "./scenarios/mixed-day";
import { reads } from "./scenarios/reads";
import { reconnectStorm } from "./scenarios/reconnect-storm";
import { hotConversation, sends } from "./scenarios/sends";
import type { Run } from "./stage";
import { World } from "./world";

type Scenario = (run: Run) => Promise<Omit<Outcome, "scenario">>;

const scenarios: Record<string, Scenario> = {
  floors,
  sends,
  "hot-conversation": hotConversation,
  "light-load": lightLoad,
  "fan-out-500": (run) => fanOut(run, { listeners: 500, perSecond: 100, seconds: 4, cpuTarget: { atMost: 0.4, aim: 0.3 } }),
  "fan-out-200": (run) => fanOut(run, { listeners: 200, perSecond: 10, seconds: 4, cpuTarget: { atMost: 1, aim: 0.8 } }),
  "fan-out-5000": (run) => fanOut(run, { listeners: 5_000, perSecond: 5, seconds: 4 }),
  idle,
  "reconnect-storm": reconnectStorm,
  reads,
  "two-processes": twoProcesses,
  "mixed-day": mixedDay,
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    profile: { type: "string" },
  },
});

const wanted = values.only?.split(",") ?? Object.keys(scenarios);
for (const name of wanted)
  if (!scenarios[name]) throw new Error(`there is no scenario "${name}"; there are: ${Object.keys(scenarios).join(", ")}`);
if (values.profile !== undefined && values.profile !== "product") throw new Error("only the product can be profiled");
const isWhole = !values.only && !values.quick && !values.profile && !values.rounds;

const say = (text: string) => console.log(text);
const began = performance.now();
await using programs = await buildPrograms();
await using installation = await install();
if (!isPinned) say("taskset is missing, or there is one CPU only: servers and generator share what there is");
const shared: Omit<Run, "profileTo"> = {
  programs,
  installation,
  world: await World.found(installation),
  rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
  pace: values.quick ? 0.4 : 1,
  known: new Map(),
  say,
};

const outcomes: Outcome[] = [];
for (const scenario of wanted) {
  const startedAt = performance.now();
  const outcome = await play(scenario);
  outcomes.push(outcome);
  say(`${printed(outcome)}\n${scenario}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}

const seconds = (performance.now() - began) / 1_000;
say(`\nall of it: ${seconds.toFixed(0)} s`);
if (isWhole) {
  const results = { date: new Date().toISOString(), machine: await describeMachine(installation), seconds: Math.round(seconds), outcomes };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  writePages(results);
}
if (outcomes.some(({ failure }) => failure)) process.exitCode = 1;

/** A scenario that fails leaves no figures, and the others go on. */
async function play(scenario: string): Promise<Outcome> {
  const profileTo = values.profile ? `bench/profiles/${scenario}.cpuprofile` : null;
  if (profileTo) mkdirSync("bench/profiles", { recursive: true });
  try {
    const outcome = await scenarios[scenario]?.({ ...shared, profileTo });
    if (!outcome) throw new Error("there is no such scenario");
    return { scenario, ...outcome };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    say(error instanceof Error ? (error.stack ?? failure) : failure);
    return { scenario, title: scenario, rounds: 0, figures: [], notes: [], failure: failure.split("\n", 1)[0] ?? "" };
  }
}
