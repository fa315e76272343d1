/** What an app in another repository gets: the packed client, installed into a folder of its own, compiled strictly there, and run on a real server. */
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildClient, packClient } from "../scripts/build-client";
import { serveChat } from "../src/server/testing/served-chat";
import { temporaryFolder } from "../src/server/testing/temporary-folder";

const run = promisify(execFile);
const tsc = path.resolve("node_modules/typescript/bin/tsc");
let app: string;

beforeAll(async () => {
  const folder = await temporaryFolder();
  buildClient(path.join(folder, "package"));
  const archive = packClient(path.join(folder, "package"), folder);
  app = path.join(folder, "app");
  await install(archive);
  await cp("examples/phone.ts", path.join(app, "phone.ts"));
  await cp("examples/mobile-client.ts", path.join(app, "mobile-client.ts"));
}, 180_000);

afterAll(() => rm(path.dirname(app), { recursive: true, force: true }));

/** As `npm install` would, without a network: the archive unpacked, and what it depends on, which is here already. */
async function install(archive: string): Promise<void> {
  const modules = path.join(app, "node_modules");
  const at = path.join(modules, "gymproluxe-chat");
  await mkdir(at, { recursive: true });
  await run("tar", ["-xzf", archive, "--strip-components=1", "-C", at]);
  const { dependencies } = JSON.parse(await readFile(path.join(at, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  for (const name of [...Object.keys(dependencies), "ws", "@types/ws", "@types/node"]) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.resolve("node_modules", name), path.join(modules, name));
  }
  await writeFile(path.join(app, "package.json"), JSON.stringify({ name: "an-app", private: true, type: "module" }));
}

/** Compiles files of the app; answers what was read. */
async function compile(files: string[], options: Record<string, unknown>): Promise<string[]> {
  const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: true, target: "es2022" };
  const config = path.join(app, "tsconfig.json");
  await writeFile(config, JSON.stringify({ compilerOptions: { ...strict, ...options }, files }));
  const { stdout } = await run(process.execPath, [tsc, "-p", config, "--listFiles"], { cwd: app }).catch((error: { stdout: string }) => {
    throw new Error(error.stdout);
  });
  return stdout.trim().split("\n");
}

const resolutions = {
  bundler: { module: "esnext", moduleResolution: "bundler" },
  node16: { module: "node16", moduleResolution: "node16" },
};

it.each(Object.entries(resolutions))(
  "an app compiles with it, strictly, by %s, and reads nothing of the server",
  async (_, resolution) => {
    const read = await compile(["phone.ts", "mobile-client.ts"], { ...resolution, types: ["node"], noEmit: true });
    const ours = read.filter((file) => file.includes("/gymproluxe-chat/"));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((file) => /\/server\//.test(file)).map((file) => path.basename(file))).toEqual(["root.d.ts"]);
    expect(read.filter((file) => file.startsWith(path.resolve("src")) || /node_modules\/(@prisma|ioredis|pg|next)\//.test(file))).toEqual(
      [],
    );
  },
  60_000,
);

it("the types say what the server says: a wrong call and a wrong field do not compile", async () => {
  await writeFile(
    path.join(app, "wrong.ts"),
    `import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "gymproluxe-chat/api";
import type { Message } from "gymproluxe-chat/shared/messages";
const chat = createTRPCClient<AppRouter>({ links: [httpLink({ url: "" })] });
export const sent: Promise<Message> = chat.messages.send.mutate({ conversationId: "", id: "", content: "" });
export const opened = chat.support.open.mutate();
export const wrongs = [
  () => chat.messages.send.mutate({ conversationId: "", id: "" }),
  () => chat.messages.sendAll.mutate({}),
  () => chat.messages.list.mutate({ conversationId: "" }),
  () => chat.presence.set.mutate({ status: "asleep" }),
  async () => (await chat.auth.me.query()).gym.phone,
];
chat.conversations.onChange.subscribe(undefined, { onData: ({ id, data }) => [id.length, data.events[0]?.type === "resync", data.event] });
`,
  );
  const refused = await compile(["wrong.ts"], { ...resolutions.bundler, types: [], noEmit: true }).catch((error: Error) => error.message);
  const lines = [...String(refused).matchAll(/wrong\.ts\((\d+),/g)].map(([, line]) => Number(line));
  expect(lines).toEqual([8, 9, 10, 11, 12, 14]);
}, 60_000);

it("the app runs on a real server, in plain Node, and does all it says", async () => {
  await using served = await serveChat({ env: { RATE_LIMIT: "on" } });
  await compile(["phone.ts", "mobile-client.ts"], { ...resolutions.node16, types: ["node"], outDir: "built" });
  const env = { ...process.env, CHAT_URL: served.url, MAIN_API_KEY: served.runtime.env.MAIN_API_KEY };
  const ends = async (file: string) => {
    const ended = run(process.execPath, [`built/${file}.js`], { cwd: app, env, timeout: 100_000 });
    // How far it came says what it waits for.
    return (await ended.catch((error: Error & { stdout: string }) => Promise.reject(new Error(`${error.message}\n${error.stdout}`))))
      .stdout;
  };
  expect(await ends("phone")).toBe(`Robin Example is signed in at city
found true
Is there a place left on Tuesday? … read by Kim Trainer
Kim Trainer: 0 unread
Kim is here, and types
from 1 to the newest, without a hole
FORBIDDEN: You are not allowed to do that.
MESSAGE_TOO_LONG
`);
  const stored = await served.runtime.db.prisma.message.groupBy({
    by: ["conversationId"],
    _count: true,
    orderBy: { conversationId: "asc" },
  });
  expect(stored.map(({ _count }) => _count).sort((a, b) => a - b)).toEqual([1, 61]);
  expect(await ends("mobile-client")).toContain("resumed: heard message");
}, 240_000);
