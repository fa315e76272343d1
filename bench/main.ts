/** `npm run bench -- [--quick] [--only NAME,NAME] [--rounds 5] [--profile product]`: see bench/README.md. */
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildPrograms } from "./build";
import { isPinned } from "./child";
import type { Outcome } from "./figures";
import { install } from "./installation";
import { printed } from "./print";
import { fanOut } from "./scenarios/fan-out";
import { idle } from "./scenarios/idle";
import { hotConversation, sends } from "./scenarios/sends";
import type { Run } from "./stage";
import { World } from "./world";

const scenarios: Record<string, (run: Run) => Promise<Omit<Outcome, "scenario">>> = {
  sends,
  "hot-conversation": hotConversation,
  "fan-out-500": (run) => fanOut(run, { listeners: 500, perSecond: 100, seconds: 4, cpuTarget: { atMost: 0.4, aim: 0.3 } }),
  "fan-out-200": (run) => fanOut(run, { listeners: 200, perSecond: 10, seconds: 5, cpuTarget: { atMost: 1, aim: 0.8 } }),
  "fan-out-5000": (run) => fanOut(run, { listeners: 5_000, perSecond: 5, seconds: 4 }),
  idle,
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

await using programs = await buildPrograms();
await using installation = await install();
const world = await World.found(installation);
const say = (text: string) => console.log(text);
if (!isPinned) say("taskset is missing, or there is one CPU only: servers and generator share what there is");

for (const scenario of wanted) {
  const began = performance.now();
  const profileTo = values.profile ? `bench/profiles/${scenario}.cpuprofile` : null;
  if (profileTo) mkdirSync("bench/profiles", { recursive: true });
  const run: Run = {
    programs,
    installation,
    world,
    rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
    pace: values.quick ? 0.5 : 1,
    profileTo,
    say,
  };
  const outcome = await scenarios[scenario]?.(run);
  if (outcome) say(printed({ scenario, ...outcome }));
  say(`${scenario}: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
}
