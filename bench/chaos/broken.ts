/** A promise broken on purpose. A checker that stays green on such a build proves nothing, so each one here is built, run and seen red by a test. */
import type { Breakage } from "./build-app";
import type { FaultName } from "./faults";

interface Broken {
  breakages: Breakage[];
  /** Under which the harm shows. */
  faults: FaultName[];
}

/** Asks who takes part when a message is published, not when it is delivered: somebody removed goes on hearing. */
export const membershipAtPublish: Broken = {
  faults: ["reset people"],
  breakages: [{ file: "delivery/hub.ts", from: "if (!joined) this.leave(followed, userId)", to: "if (!joined) void userId" }],
};
