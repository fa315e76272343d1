import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { serveChat } from "../src/server/testing/served-chat";

it("the README's client runs as it stands, twice, and does all it says", async () => {
  await using served = await serveChat({ env: { RATE_LIMIT: "on" } });
  const env = { ...process.env, CHAT_URL: served.url, MAIN_API_KEY: served.runtime.env.MAIN_API_KEY };
  const run = async () => {
    const { stdout, stderr } = await promisify(execFile)("node_modules/.bin/tsx", ["examples/mobile-client.ts"], { env, timeout: 60_000 });
    expect(stderr).toBe("");
    return stdout;
  };
  expect(await run()).toMatch(
    /^Robin Example talks to the front desk in [0-9a-f-]{36}\n1 conversations, 0 unread messages\nsent twice, stored once: true\nbackwards 1,2 \| 3,4\nforwards {2}2,3,4\nresumed: heard message 5 that was sent meanwhile\n$/,
  );
  expect(await run()).toContain("backwards 6,7 | 8,9\nforwards  7,8,9\nresumed: heard message 10");
  expect(await served.runtime.db.prisma.message.count()).toBe(10);
}, 120_000);

it("the frames that other languages send are understood as the page says", async () => {
  await using served = await serveChat({ env: { RATE_LIMIT: "on" } });
  const env = { ...process.env, CHAT_URL: served.url, MAIN_API_KEY: served.runtime.env.MAIN_API_KEY };
  const { stdout } = await promisify(execFile)("node_modules/.bin/tsx", ["examples/bare-frames.ts"], { env, timeout: 60_000 });
  expect(stdout).toBe("data\nlistening, 0 events, cursor true\nsent as number 1\nheard: message\nNOT_A_PARTICIPANT\n");
}, 120_000);
