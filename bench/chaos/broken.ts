/** Four promises broken on purpose. A checker that stays green on one of these builds proves nothing. */
import type { Breakage } from "./build-app";
import type { FaultName } from "./faults";

interface Broken {
  breakages: Breakage[];
  /** Under which the harm shows. */
  faults: FaultName[];
}

export const brokenBuilds: Record<string, Broken> = {
  "acknowledges before the commit is on disk": {
    faults: ["kill -9 postgres"],
    breakages: [
      {
        file: "platform/db.ts",
        from: 'await client.query("select set_config',
        to: 'await client.query("set synchronous_commit = off");\n  await client.query("select set_config',
      },
    ],
  },
  "takes a repeated send for a new one": {
    faults: ["kill -9 app"],
    breakages: [
      {
        file: "chat/send-batches.ts",
        from: "input.id),",
        to: 'input.id.slice(0, -4) + Math.random().toString(16).slice(2, 6).padEnd(4, "0")),',
      },
    ],
  },
  "asks who takes part when a message is published, not when it is delivered": {
    faults: ["reset people"],
    breakages: [{ file: "delivery/hub.ts", from: "if (!joined) this.leave(followed, userId)", to: "if (!joined) void userId" }],
  },
  "resumes from the clock of the last frame": {
    faults: ["kill -9 redis", "reset people", "kill -9 app"],
    breakages: [
      { file: "delivery/follow.ts", from: "return encodeCursor(this.#now)", to: "return encodeCursor({ ...this.#now, at: Date.now() })" },
      { file: "delivery/resume.ts", from: "- settlingMs).toISOString()", to: "+ 1).toISOString()" },
    ],
  },
};
