import { type ChildProcess, fork } from "node:child_process";
import type { DeskWorld } from "./desk-world";

/** Starts a program of this folder (`src/server/testing/…`) as another process of the same installation, with the world's secrets and database. */
export function startOtherProcess({ runtime }: DeskWorld, program: string): ChildProcess {
  const { NEXTAUTH_SECRET, NEXTAUTH_URL, CHAT_TOKEN_SECRET, MAIN_API_KEY } = runtime.env;
  return fork(`src/server/testing/${program}`, {
    execArgv: ["--import", "tsx"],
    env: {
      PATH: process.execPath,
      NODE_ENV: "test",
      RATE_LIMIT: "off",
      LOG_LEVEL: "silent",
      DATABASE_URL: runtime.databaseUrl,
      NEXTAUTH_URL,
      NEXTAUTH_SECRET,
      CHAT_TOKEN_SECRET,
      MAIN_API_KEY,
    },
  });
}
