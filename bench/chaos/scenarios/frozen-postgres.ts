/** PostgreSQL stands still while people write: nothing is lost, nobody's socket suffers, and everything goes on when it does. */
import WebSocket from "ws";
import { buildApp } from "../build-app";
import { Cluster } from "../cluster";
import type { Scenario, ScenarioOptions, ScenarioResult } from "../scenario";
import { share, tenths } from "./figures";
import { Findings } from "./findings";
import { pause } from "./paced";
import { sharedNow } from "./reader";
import { Talk } from "./talk";

const frozenMs = 20_000;
const calmMs = 5_000;
const afterMs = 15_000;

const unreadyMsMax = 5_000;
const pingMsMax = 1_000;
const backMsMax = 5_000;
const acknowledgedMsMax = 1_000;

export const frozenPostgres: Scenario = {
  name: "frozen-postgres",
  promise:
    "With PostgreSQL standing still for 20 s, sends come to an unknown end and are sent again, /readyz says 503 within seconds, sockets answer pings within a second (p99), and everything goes on within 5 s of its return; nothing is lost or doubled.",
  async run({ scale, say }: ScenarioOptions): Promise<ScenarioResult> {
    await using built = await buildApp();
    await using cluster = await Cluster.start({ processes: 2, app: built.file });
    await using talk = await Talk.start(cluster, {
      crowd: Math.max(100, Math.round(200 * scale)),
      classes: 20,
      writers: 40,
      messagesPerSecond: 120,
    });
    using readiness = watchReadiness(cluster);
    using pings = watchPings(cluster);
    await pause(Math.max(2_000, calmMs * scale));

    const from = sharedNow();
    const pids = await cluster.signalPostgres("SIGSTOP");
    await pause(Math.max(8_000, frozenMs * scale));
    await cluster.signalPostgres("SIGCONT", pids);
    const to = sharedNow();
    say(`PostgreSQL stood still for ${tenths((to - from) / 1_000)} s`);
    await pause(Math.max(backMsMax + 3_000, afterMs * scale));
    const end = sharedNow();

    const found = new Findings("T5");
    const { sends } = talk;
    const under = sends.filter(({ invoked }) => invoked >= from && invoked < to);
    const firstBack = Math.min(...sends.filter(({ outcome, ended }) => outcome === "ok" && ended >= to).map(({ ended }) => ended)) - to;
    found.note("attempts begun meanwhile", under.length);
    found.note("… of them without a definite answer", under.filter(({ outcome }) => outcome === "unknown").length);
    found.note("longest attempt, ms", Math.max(0, ...under.map(({ ended, invoked }) => ended - invoked)));
    found.expect("until /readyz says 503, ms", readiness.firstUnready(from) - from, unreadyMsMax);
    found.expect("until /readyz says 200 again, ms", readiness.lastUnready(to) - to, backMsMax);
    found.expect("pings p99 meanwhile, ms", share(pings.within(from, to), 0.99), pingMsMax);
    found.expect("first acknowledgement after, ms", firstBack, backMsMax);
    found.expect(
      "acknowledged p99 from 5 s after on, ms",
      share(talk.acknowledgements({ from: to + backMsMax, to: end }), 0.99),
      acknowledgedMsMax,
    );
    found.expect("calls that wait for a connection at the end", await waitingCalls(cluster), 0);
    found.violations.push(...(await talk.rest()));
    found.note("messages", talk.sends.length);
    return found;
  },
};

/** Asks both processes whether they are ready, twice a second each. */
function watchReadiness(cluster: Cluster) {
  const unready: number[] = [];
  const timer = setInterval(() => {
    for (const { proxy } of cluster.apps) {
      fetch(`http://127.0.0.1:${proxy.target}/readyz`, { signal: AbortSignal.timeout(4_000) }).then(
        async (answer) => {
          await answer.text();
          if (answer.status === 503) unready.push(sharedNow());
        },
        // No answer at all is worse than 503, and shows as one that never came.
        () => undefined,
      );
    }
  }, 500);
  return {
    firstUnready: (from: number) => Math.min(...unready.filter((at) => at >= from)),
    lastUnready: (from: number) => Math.max(from, ...unready.filter((at) => at >= from)),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** Strangers' sockets, one to each process, pinged ten times a second: what they wait is what the process makes everybody wait. */
function watchPings(cluster: Cluster) {
  const pings: { at: number; ms: number }[] = [];
  const sockets: WebSocket[] = [];
  const timers = cluster.apps.map(({ proxy }) => {
    let socket: WebSocket | null = null;
    return setInterval(() => {
      if (!socket || socket.readyState > WebSocket.OPEN) {
        // The door sends strangers away after a while: then another comes.
        socket = new WebSocket(`ws://127.0.0.1:${proxy.target}/api/trpc`);
        socket.on("error", () => undefined);
        socket.on("pong", (data) => pings.push({ at: Number(data), ms: sharedNow() - Number(data) }));
        sockets.push(socket);
      } else if (socket.readyState === WebSocket.OPEN) socket.ping(String(sharedNow()));
    }, 100);
  });
  return {
    within: (from: number, to: number) => pings.flatMap(({ at, ms }) => (at >= from && at < to ? [ms] : [])),
    [Symbol.dispose]() {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.terminate();
    },
  };
}

async function waitingCalls(cluster: Cluster): Promise<number> {
  const each = await Promise.all(
    cluster.apps.map(async ({ proxy }) => {
      const text = await (await fetch(`http://127.0.0.1:${proxy.target}/metrics`)).text();
      return Number(/^chat_db_waiting (\d+)/m.exec(text)?.[1] ?? 0);
    }),
  );
  return each.reduce((sum, waiting) => sum + waiting, 0);
}
