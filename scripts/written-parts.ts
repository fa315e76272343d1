/**
 * `npm run docs`: writes the parts of the documents that are true because they come from the code: the samples, the settings, the errors, the limits. They stand between `<!-- name -->` and `<!-- /name -->`; a test fails when one is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { readResults } from "../bench/chaos/results";
import { demoPassword, people } from "../prisma/seed/people";
import { envExample } from "../src/server/env";
import { errorTable } from "../src/shared/errors";
import { limits, rateTiers } from "../src/shared/limits";

type Parts = Record<string, () => string>;

/** Document → part → its text. */
export const documents: Record<string, Parts> = {
  "README.md": { screenshot, accounts, example, settings },
  "docs/mobile.md": { ...phoneSamples(), ...stockSamples(), frames, imports, errors, limits: limitRows },
  "docs/reliability.md": { chaos: chaosResults, "chaos-figures": chaosFigures },
};

/** The first two stand beside each other, the others two by two below. */
const screenshots = [
  [
    "desk",
    'height="420"',
    "The desk: who waits and for how long, an urgent case with what was said and done, and what is known of the member",
  ],
  ["chat-phone", 'height="420"', "A class with its trainer, on a member's phone"],
  ["desk-palette", 'width="49%"', "The palette over an open case: everything that can be done, with its keys"],
  ["desk-note-dark", 'width="49%"', "In the dark theme, a note that mentions a colleague; the member never sees it"],
  ["desk-reports", 'width="49%"', "Reports of thirty days: cases opened and resolved, and how long first replies took"],
  ["desk-board", 'width="49%"', "The board: how many wait now, the longest wait, and who of the desk has what"],
] as const;

function screenshot(): string {
  return screenshots
    .map(([name, size, text]) => [`docs/images/${name}.png`, size, text] as const)
    .filter(([file]) => existsSync(file))
    .map(([file, size, text]) => `<img src="${file}" alt="${text}" ${size}>`)
    .join("\n");
}

function accounts(): string {
  const rows = people.flatMap(({ name, email, role, gym }) => (email ? [[name, role, gym, `\`${email}\``]] : []));
  return `${table(["name", "role", "gym", "e-mail"], rows)}\n\nEverybody's password is \`${demoPassword}\`.`;
}

function example(): string {
  return fenced(readFileSync("examples/mobile-client.ts", "utf8").trimEnd());
}

/** The regions of the app, one after the other. */
function phoneSamples(): Parts {
  const source = readFileSync("examples/phone.ts", "utf8");
  return Object.fromEntries(regionsOf(source).map(([name, code]) => [`sample-${name}`, () => fenced(code)]));
}

/** Steps of the program on the stock client: from their numbered comment to the next. */
function stockSamples(): Parts {
  const steps = readFileSync("examples/mobile-client.ts", "utf8").split(/^(?=\/\/ \d\. )/m);
  const step = (number: number) => () => fenced(steps[number]?.replace(/^\/\/ \d\. /, "// ").trimEnd() ?? "");
  return { "stock-listen": step(2), "stock-send": step(3), "stock-page": step(4) };
}

/** What the bare client says, frame by frame. */
function frames(): string {
  const said = regionsOf(readFileSync("examples/bare-frames.ts", "utf8")).map(([, code]) => /say\(`([^`]*)`\)/.exec(code)?.[1] ?? "");
  const shown = said.map((frame) => frame.replace(/\n\s+/g, " ").replace(/\$\{\w+\}/g, "…"));
  return `\`\`\`json\n${shown.join("\n")}\n\`\`\``;
}

/** What an app imports: the `exports` of the package. */
function imports(): string {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, string> };
  const meanings: Record<string, string> = {
    "./client": "`createChatClient`",
    "./client/types": "`ChatClient`, `Thread`, `ConversationList` and all that they are made of",
    "./client/send-state": "how an own message stands: pending, sent, delivered, read, failed",
    "./client/conversation-name": "what a conversation is called",
    "./client/case-desk": "what a desk does to its cases, upon a client",
    "./client/memory-storage": "keeps nothing beyond the program: for tests",
    "./client/async-storage": "keeps what waits and what was seen in React Native's AsyncStorage, or in anything shaped like it",
    "./api": "`type AppRouter`, for the stock tRPC client",
    "./shared/*": "the types and schemas of the wire; `errors`, `limits`, `apply-event`",
  };
  const rows = Object.keys(exports).map((entry) => {
    const meaning = meanings[entry];
    if (meaning === undefined) throw new Error(`what is ${entry} for?`);
    return [`\`gymproluxe-chat/${entry.slice(2)}\``, meaning];
  });
  return table(["import", "what it is"], rows);
}

/** `// #region name` … `// #endregion`, without their indentation. */
function regionsOf(source: string): [name: string, code: string][] {
  return [...source.matchAll(/^( *)\/\/ #region (\S+)\n([\s\S]*?)^ *\/\/ #endregion$/gm)].map(([, indent = "", name = "", code = ""]) => [
    name,
    code.replaceAll(new RegExp(`^${indent}`, "gm"), "").trimEnd(),
  ]);
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** `.env.example` as a table: `# meaning`, then `# NAME=default`. */
function settings(): string {
  const rows = [...envExample().matchAll(/^# (.+)\n# ([A-Z_]+)=(.*)$/gm)];
  if (rows.length === 0) throw new Error("no settings were found in .env.example");
  return table(
    ["setting", "default", "meaning"],
    rows.map(([, meaning = "", name, fallback]) => [`\`${name}\``, fallback ? `\`${fallback}\`` : "", meaning]),
  );
}

function errors(): string {
  return table(
    ["code", "text", "again?"],
    Object.entries(errorTable).map(([code, { text, retry }]) => [`\`${code}\``, text, retry ? "yes" : ""]),
  );
}

function limitRows(): string {
  const tiers: [string, string][] = (
    ["messages", "newConversations", "typing", "presence", "marks", "reads", "searches", "tokens"] as const
  ).map((tier) => [`\`${tier}\``, rateTiers[tier].map(({ calls, perMs }) => `${calls} in ${perMs / 1000} s`).join(", and ")]);
  const sizes: [string, string][] = [
    ["a message", `${limits.messageCharactersMax} characters`],
    ["a frame, or an HTTP body", `${limits.frameBytesMax / 1024} KB`],
    ["calls in a batch over HTTP", String(limits.batchCallsMax)],
    ["calls in a frame", String(limits.frameCallsMax)],
    ["subscriptions on a socket", String(limits.subscriptionsPerSocketMax)],
    ["sockets of a user", String(limits.socketsPerUserMax)],
    ["people in a group", String(limits.groupParticipantsMax)],
    ["a page", `${limits.pageMax} items`],
  ];
  return `${table(["what", "at most"], sizes)}\n\nPer user, over all devices:\n\n${table(["calls of", "at most"], tiers)}`;
}

/** The last recorded run of each chaos scenario. */
function chaosResults(): string {
  const rows = readResults().map(({ name, promise, violations, seconds, date, command }) => {
    const outcome = violations.length === 0 ? "held" : `**${violations.length} violations**`;
    return [`\`${name}\``, promise, `${outcome}, ${Math.round(seconds / 6) / 10} min, ${date}`, `\`${command}\``];
  });
  return rows.length > 0 ? table(["scenario", "guarantee", "last result", "command"], rows) : "Nothing is recorded yet.";
}

function chaosFigures(): string {
  return readResults()
    .map(({ name, machine, figures }) => {
      const rows = Object.entries(figures).map(([figure, value]) => [
        figure,
        typeof value === "number" ? value.toLocaleString("en") : value,
      ]);
      return `### \`${name}\`\n\n${machine}.\n\n${table(["figure", "value"], rows)}`;
    })
    .join("\n\n");
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** The document with its parts as the code has them now. */
export function written(file: string, parts: Parts): string {
  let text = readFileSync(file, "utf8");
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${file} has no part ${name}`);
    const body = part();
    text = `${text.slice(0, from)}${begin}${body && `${body}\n`}${text.slice(to)}`;
  }
  return text;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [file, parts] of Object.entries(documents)) writeFileSync(file, written(file, parts));
}
