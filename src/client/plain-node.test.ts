import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { expect, it } from "vitest";
import { makeStaffedGym } from "../server/testing/example-data";
import { temporaryFolder } from "../server/testing/temporary-folder";
import { testServer } from "../server/testing/test-server";

/** A program on an engine that has the language, timers and nothing else; its WebSocket and its storage are handed in. */
const program = (client: string) => `
import { WebSocket } from ${JSON.stringify(pathToFileURL(path.resolve("node_modules/ws/wrapper.mjs")).href)};
for (const name of ${JSON.stringify(missing)}) {
  delete globalThis[name];
  if (globalThis[name] !== undefined) throw new Error(name + " is still there");
}
const { createChatClient, asyncStorage } = await import(${JSON.stringify(pathToFileURL(client).href)});
const [url, token, trainer] = process.argv.slice(2);
const rows = new Map();
const kept = [];
const storage = asyncStorage({
  getItem: async (key) => rows.get(key) ?? null,
  setItem: async (key, value) => (kept.push(key), rows.set(key, value)),
  removeItem: async (key) => void rows.delete(key),
  getAllKeys: async () => [...rows.keys()],
  multiGet: async (keys) => keys.map((key) => [key, rows.get(key) ?? null]),
  multiRemove: async (keys) => keys.forEach((key) => rows.delete(key)),
});
const until = (readable, willDo) => new Promise((resolve) => {
  const look = () => willDo(readable.getSnapshot()) && resolve(readable.getSnapshot());
  readable.subscribe(look);
  look();
});
const chat = createChatClient({ url, getToken: async () => token, WebSocket, storage });
chat.start();
await until(chat.connection, ({ status }) => status === "live");
const { id } = await chat.startDirect(trainer);
const thread = chat.thread(id);
await until(thread, ({ status }) => status === "ready");
for (const text of ["one", "two", "three"]) chat.send(id, text);
const { messages } = await until(thread, (one) => one.outbox.length === 0 && one.messages.length === 3);
console.log(JSON.stringify({ texts: messages.map(({ content }) => content), isKept: kept.length >= 3 }));
await chat.stop();
`;

const missing = ["window", "document", "navigator", "location", "localStorage", "sessionStorage", "indexedDB"].concat([
  "crypto",
  "Crypto",
  "SubtleCrypto",
  "WebSocket",
  "EventSource",
  "fetch",
  "BroadcastChannel",
  "structuredClone",
  "performance",
]);

it("runs in plain Node without the globals of a browser and without any crypto, with a WebSocket handed in", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const folder = await temporaryFolder();
  try {
    const client = path.join(folder, "client.mjs");
    const contents = `export { createChatClient } from "./src/client/chat-client"; export { asyncStorage } from "./src/client/async-storage";`;
    const shape: BuildOptions = { bundle: true, format: "esm", platform: "neutral", mainFields: ["module", "main"], target: "es2022" };
    await build({ ...shape, stdin: { contents, resolveDir: process.cwd() }, outfile: client });
    await writeFile(path.join(folder, "program.mjs"), program(client));
    const args = [path.join(folder, "program.mjs"), server.url, await server.tokenOf(member), trainer];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
    expect(JSON.parse(stdout)).toEqual({ texts: ["one", "two", "three"], isKept: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
