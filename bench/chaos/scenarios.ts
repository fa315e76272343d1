/** The scenarios by name, in the order in which `npm run chaos -- all` runs them; each is loaded when it is asked for. */
import type { Scenario } from "./scenario";

export const scenarios: Record<string, () => Promise<Scenario>> = {
  "broken-builds": async () => (await import("./scenarios/broken-builds")).brokenBuildsScenario,
  removals: async () => (await import("./scenarios/removals")).removalsScenario,
  "flapping-network": async () => (await import("./scenarios/flapping-network")).flappingNetwork,
  "bad-frames": async () => (await import("./scenarios/bad-frames")).badFrames,
  "stalled-readers": async () => (await import("./scenarios/stalled-readers")).stalledReaders,
  herd: async () => (await import("./scenarios/herd")).herd,
  "frozen-redis": async () => (await import("./scenarios/frozen-redis")).frozenRedis,
  "frozen-postgres": async () => (await import("./scenarios/frozen-postgres")).frozenPostgres,
  kills: async () => (await import("./scenarios/kills")).killsScenario,
};
