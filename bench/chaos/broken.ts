/** Promises broken on purpose. A checker that stays green on such a build proves nothing, so each one here is built, run and seen red. */
import type { Breakage } from "./build-app";
import type { FaultName } from "./faults";
import { type Result, run } from "./run";

export interface BrokenBuild {
  /** What it does wrong. */
  fault: string;
  /** What the checker must say. */
  invariant: string;
  breakages: Breakage[];
  /** Under which the harm shows. */
  faults: FaultName[];
  faultEverySeconds: number;
  removalsPerSecond?: number;
  env?: Record<string, string>;
}

const sends = "chat/send-batches.ts";

/** Every send goes the way that is broken. */
const notAlone: Breakage = { file: sends, from: "if (first && sends.length === 1 &&", to: "if (first && sends.length === 0 &&" };

/** A send's transaction is left open for a moment: `answer` is what happens meanwhile. */
const openTransaction = (answer: string): Breakage[] => [
  notAlone,
  { file: sends, from: "await this.db.rows<VerdictRow>(sendMessages, [", to: "await leftOpen(this.db, [" },
  {
    file: sends,
    from: "class Failure {",
    to: `async function leftOpen(db, values) {
      const client = await db.pool.connect();
      try {
        await client.query("begin");
        const { rows } = await client.query({ ...sendMessages, values });
        const commit = () => client.query("commit").then(() => client.release());
        ${answer}
        return rows;
      } catch (error) {
        client.release(true);
        throw error;
      }
    }
    class Failure {`,
  },
];

/** Right, but slow: a change is seen more than a tick after the moment stamped on it. */
export const slowCommits: Breakage[] = openTransaction("await new Promise((resolve) => setTimeout(resolve, 1_100)); await commit();");

const noRedis = { REDIS_URL: "redis://127.0.0.1:1" };

export const brokenBuilds = {
  acknowledgedBeforeCommit: {
    fault: "acknowledges a send before PostgreSQL has committed it",
    invariant: "I1",
    faults: ["kill -9 postgres"],
    faultEverySeconds: 2,
    breakages: openTransaction("setTimeout(() => void commit().catch(() => client.release(true)), 150);"),
  },
  clockCursor: {
    fault: "finds what changed by its time alone, and does not look back",
    invariant: "I1",
    faults: [],
    faultEverySeconds: 2,
    env: noRedis,
    breakages: [
      ...slowCommits,
      { file: "delivery/cursor.ts", from: "settlingMs = 10_000", to: "settlingMs = 0" },
      { file: "delivery/progress.ts", from: "ticksRemembered = settlingMs / tickMs", to: "ticksRemembered = 1" },
    ],
  },
  noDedupe: {
    fault: "writes a message again when it is sent again",
    invariant: "I3",
    faults: ["reset people"],
    faultEverySeconds: 2,
    breakages: [
      notAlone,
      {
        file: sends,
        from: "for (const row of rows) judgements[question.placeOf(row)] = row;",
        to: `for (const row of rows) {
          const send = sends[question.placeOf(row)];
          const again = { ...send, input: { ...send.input, id: crypto.randomUUID() } };
          judgements[question.placeOf(row)] = row.verdict === "same" ? (await this.#askTogether([again], waitMs))[0] : row;
        }`,
      },
    ],
  },
  membershipAtPublish: {
    fault: "asks who takes part when a message is published, not when it is delivered",
    invariant: "I18",
    faults: ["reset people"],
    faultEverySeconds: 2,
    removalsPerSecond: 4,
    breakages: [{ file: "delivery/hub.ts", from: "if (!joined) this.leave(followed, userId)", to: "if (!joined) void userId" }],
  },
} satisfies Record<string, BrokenBuild>;

/** Runs such a build under a small load; or, with `breakages` of another's, that one under the same. */
export function runBroken(
  { faults, faultEverySeconds, breakages, removalsPerSecond = 0, env }: Omit<BrokenBuild, "fault" | "invariant">,
  seconds: number,
): Promise<Result> {
  return run({
    seed: 7,
    seconds,
    processes: 2,
    senders: 8,
    receivers: 16,
    conversations: 8,
    messagesPerSecond: 40,
    removalsPerSecond,
    faults,
    faultEverySeconds,
    breakages,
    env,
    restMs: 5_000,
    sentAgainShare: 0.2,
    say: () => undefined,
  });
}
