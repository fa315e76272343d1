import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { envExample, readEnv, SettingsError } from "./env";

async function inFolder(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "gymproluxe-chat-env-"));
  try {
    await work(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

test(".env.example is what the settings say (npm run env:example)", async () => {
  expect(await readFile(".env.example", "utf8")).toBe(envExample());
});

test("the one-process run needs no setting: secrets are made once and only this user reads them", () =>
  inFolder(async (DATA_DIR) => {
    const first = readEnv({ DATA_DIR });
    expect(first).toMatchObject({ PORT: 3000, NEXTAUTH_URL: "http://localhost:3000", DEMO: false, RATE_LIMIT: "on", ALLOWED_ORIGINS: [] });
    const secrets = [first.NEXTAUTH_SECRET, first.CHAT_TOKEN_SECRET, first.MAIN_API_KEY];
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(40);
    expect(new Set(secrets).size).toBe(3);
    expect(readEnv({ DATA_DIR })).toEqual(first);
    expect((await stat(path.join(DATA_DIR, "secrets.json"))).mode & 0o777).toBe(0o600);
  }));

test("a secret that is set wins over the one that was made", () =>
  inFolder(async (DATA_DIR) => {
    const mine = "a-key-of-my-own-0123456789";
    expect(readEnv({ DATA_DIR, MAIN_API_KEY: mine }).MAIN_API_KEY).toBe(mine);
  }));

test("with DATABASE_URL every secret is required, and none is written", () =>
  inFolder(async (DATA_DIR) => {
    const start = () => readEnv({ DATA_DIR, DATABASE_URL: "postgresql://chat@db/chat" });
    expect(start).toThrow(SettingsError);
    expect(start).toThrow(/NEXTAUTH_SECRET is required[\s\S]*CHAT_TOKEN_SECRET is required[\s\S]*MAIN_API_KEY is required/);
    await expect(stat(path.join(DATA_DIR, "secrets.json"))).rejects.toThrow();
  }));

test("a wrong setting is named, and its value is not shown", () => {
  expect(() => readEnv({ PORT: "99999" })).toThrow(/PORT/);
  expect(() => readEnv({ LOG_LEVEL: "loud" })).toThrow(/LOG_LEVEL/);
  expect(() => readEnv({ DATABASE_URL: "mysql://chat:hunter2@db/chat" })).toThrow(/DATABASE_URL must be postgresql/);
  try {
    readEnv({ DATABASE_URL: "mysql://chat:hunter2@db/chat", MAIN_API_KEY: "short-one" });
  } catch (error) {
    expect(String(error)).not.toMatch(/hunter2|short-one/);
  }
});

test("lists, switches and addresses are read as people write them", () =>
  inFolder(async (DATA_DIR) => {
    const env = readEnv({
      DATA_DIR,
      DEMO: "1",
      PORT: " 8080 ",
      HOST: "",
      NEXTAUTH_URL: "https://chat.example.com/",
      ALLOWED_ORIGINS: "https://app.example.com/, http://localhost:5173",
    });
    expect(env).toMatchObject({
      DEMO: true,
      PORT: 8080,
      HOST: undefined,
      NEXTAUTH_URL: "https://chat.example.com",
      ALLOWED_ORIGINS: ["https://app.example.com", "http://localhost:5173"],
    });
  }));

test("several addresses in REDIS_URL are those of a cluster, and nothing else", () =>
  inFolder(async (DATA_DIR) => {
    const secret = "a-key-of-my-own-0123456789";
    const secrets = { NEXTAUTH_SECRET: secret, CHAT_TOKEN_SECRET: secret, MAIN_API_KEY: secret };
    const own = { DATA_DIR, DATABASE_URL: "postgresql://chat@db/chat", ...secrets, REDIS_URL: "redis://one:6379, redis://two:6379" };
    expect(() => readEnv(own)).toThrow(/REDIS_CLUSTER is required with several addresses/);
    expect(readEnv({ ...own, REDIS_CLUSTER: "1" })).toMatchObject({ REDIS_CLUSTER: true });
    expect(() => readEnv({ ...own, REDIS_CLUSTER: "1", REDIS_URL: "redis://one:6379,two" })).toThrow(/REDIS_URL must be redis/);
  }));

test("REDIS_URL without DATABASE_URL is refused: processes would not share a database", () =>
  inFolder(async (DATA_DIR) => {
    expect(() => readEnv({ DATA_DIR, REDIS_URL: "redis://localhost:6379" })).toThrow(/DATABASE_URL is required with REDIS_URL/);
  }));
