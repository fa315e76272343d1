/** npm run demo: builds if needed, fills the demo gyms if they are not there, serves them, and says who may sign in. */
import { WebSocket } from "ws";
import { loadEnvFile } from "../src/server/env";
import { build } from "./build";
import { isBuilt } from "./build-inputs";

// Before React and Next are loaded, which choose by it.
Object.assign(process.env, { NODE_ENV: "production", DEMO: "1", LOG_LEVEL: process.env.LOG_LEVEL ?? "warn" });
loadEnvFile();
if (!(await isBuilt())) {
  console.log("Building …");
  await build();
}

const { fail, main } = await import("../src/server/main");
const { letDesksAnswer } = await import("../prisma/seed/desk");
const { gyms } = await import("../prisma/seed/people");
const { demoAccountsTable, seedDemo } = await import("../prisma/seed/seed-demo");
const { startSimulatedMembers } = await import("../src/demo/simulated-members");

main({
  async beforeServing({ db, clock, log }) {
    if (await seedDemo(db, { now: clock.now(), log })) {
      await letDesksAnswer(
        db,
        gyms.map(({ slug }) => slug),
      );
      console.log("The demo gyms are filled.");
    }
  },
  async onServing({ env, clock, log }, port) {
    console.log(`\nSign in with one click, or as one of these:\n${demoAccountsTable()}`);
    console.log(`\nThe main API's key, for POST /api/auth/chat-token: ${env.MAIN_API_KEY}\n`);
    const url = `http://${env.HOST ?? "127.0.0.1"}:${port}`;
    const members = await startSimulatedMembers({
      url,
      apiKey: env.MAIN_API_KEY,
      clock,
      log,
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    });
    return async () => {
      await members[Symbol.asyncDispose]();
    };
  },
}).catch(fail);
