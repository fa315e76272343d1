/** The scenarios by name, loaded when they are asked for. */
import type { Scenario } from "./scenario";

export const scenarios: Record<string, () => Promise<Scenario>> = {
  kills: async () => (await import("./scenarios/kills")).killsScenario,
};
