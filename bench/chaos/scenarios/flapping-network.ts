/** People on a bad network: cut every few seconds, half open, slow, narrow. Nothing is lost, doubled or out of order, and they catch up at once. */
import { Delays } from "../delays";
import { Person, pause } from "../person";
import { type Loaded, underLoad } from "../run";
import type { Scenario, ScenarioResult } from "../scenario";
import { TcpProxy } from "../tcp-proxy";
import { tokenFor } from "./token-for";

const secondsAtFullScale = 240;
const people = 24;
/** Messages that somebody misses while they are away, when catching up is measured. */
const missedMin = 1_000;
const catchUpsAtFullScale = 20;
const targets = { halfOpenMs: 15_000, catchUpP95Ms: 2_000 };

/** A connection of 256 kbit/s passes a kilobyte in 32 ms. */
const narrowBytesPerSecond = 32_000;

export const flappingNetwork: Scenario = {
  name: "flapping-network",
  promise:
    "On networks that are cut, half open, slow and narrow nothing is lost, doubled or out of order; a half-open connection is noticed within 15 s, and a thousand missed messages are there within 2 s of the link.",
  async run({ seed, scale, say }) {
    await using loaded = await underLoad({
      seed,
      processes: 2,
      senders: 20,
      receivers: 10,
      conversations: 8,
      idleMembers: people,
      messagesPerSecond: 60,
      removalsPerSecond: 0,
      say,
    });
    const halfOpen = new Delays();
    const until = loaded.now() + secondsAtFullScale * scale * 1_000;
    const flaky = await Promise.all(loaded.gym.memberIds.slice(-people).map((userId, at) => onBadNetwork(loaded, userId, at)));
    await Promise.all(flaky.map((one) => flap(loaded, one, { until, halfOpen })));
    say(`${Math.round(loaded.now() / 1_000)} s  nobody's network flaps any more; now ${missedMin} messages are missed`);
    const catchUps = await measureCatchUps(loaded, Math.max(2, Math.round(catchUpsAtFullScale * scale)), say);
    const { violations, counts } = await loaded.finish();
    for (const { proxy } of flaky) await proxy[Symbol.asyncDispose]();
    const late = [
      ["noticing a half-open connection", halfOpen.max, targets.halfOpenMs],
      ["catching up (p95)", catchUps.share(0.95), targets.catchUpP95Ms],
    ] as const;
    return {
      figures: {
        "acknowledged messages": counts.acknowledged,
        "attempts without an answer": counts.unknown,
        deliveries: counts.applied,
        "deliveries dropped as repeats": counts.repeats,
        "snapshots loaded": counts.resyncs,
        ...Object.fromEntries(
          [...kinds.keys()].map((kind) => [`${kind}, times`, flaky.reduce((sum, one) => sum + (one.times.get(kind) ?? 0), 0)]),
        ),
        "half open noticed max, ms": halfOpen.max,
        "catching up, times": catchUps.count,
        "catching up on 1,000 missed p50, ms": catchUps.share(0.5),
        "catching up on 1,000 missed p95, ms": catchUps.share(0.95),
        "duration, s": Math.round(loaded.now() / 1_000),
      },
      violations: [...violations, ...late.flatMap(([what, ms, most]) => tooLate(what, ms, most))],
    };
  },
};

interface OnBadNetwork {
  person: Person;
  proxy: TcpProxy;
  times: Map<string, number>;
}

type Trouble = (one: OnBadNetwork, parts: { loaded: Loaded; halfOpen: Delays }) => Promise<void>;

const kinds = new Map<string, Trouble>([
  ["cut", async ({ proxy }) => proxy.cut()],
  ["reset", async ({ proxy }) => proxy.reset()],
  [
    "unreachable",
    async ({ proxy }, { loaded }) => {
      proxy.isRefusing = true;
      proxy.reset();
      await pause(1_000 + loaded.random() * 4_000);
      proxy.isRefusing = false;
    },
  ],
  [
    "half open",
    async ({ proxy }, { loaded, halfOpen }) => {
      const began = loaded.now();
      const connections = proxy.accepted;
      proxy.isStalled = true;
      // The client notices by itself, and tries again; what it tries is swallowed as well.
      while (proxy.accepted === connections && loaded.now() - began < 45_000) await pause(50);
      halfOpen.add(loaded.now() - began);
      proxy.reset();
      proxy.isStalled = false;
    },
  ],
  [
    "slow",
    async ({ proxy }, { loaded }) => {
      proxy.delayMs = 100 + loaded.random() * 400;
      await pause(2_000 + loaded.random() * 3_000);
      proxy.delayMs = 0;
    },
  ],
  [
    "narrow",
    async ({ proxy }, { loaded }) => {
      proxy.bytesPerSecond = narrowBytesPerSecond;
      await pause(2_000 + loaded.random() * 3_000);
      proxy.bytesPerSecond = Number.POSITIVE_INFINITY;
    },
  ],
]);

async function flap(loaded: Loaded, one: OnBadNetwork, { until, halfOpen }: { until: number; halfOpen: Delays }): Promise<void> {
  const [conversation] = [...(one.person.listening?.states.keys() ?? [])].slice(-1);
  for (let count = 0; loaded.now() < until; count++) {
    await pause(2_000 + loaded.random() * Math.min(18_000, Math.max(0, until - loaded.now())));
    const [kind, trouble] = [...kinds][Math.floor(loaded.random() * kinds.size)] ?? [];
    if (!kind || !trouble) continue;
    one.times.set(kind, (one.times.get(kind) ?? 0) + 1);
    // What is said in the middle of it must arrive too.
    const said = conversation ? one.person.send(conversation, `${one.person.client} ${count} at ${loaded.now()}`) : undefined;
    await trouble(one, { loaded, halfOpen });
    await said;
  }
}

/** Somebody with a proxy of their own before either process, in two of the classes. */
async function onBadNetwork({ cluster, gym, load, record, now }: Loaded, userId: string, at: number): Promise<OnBadNetwork> {
  const proxy = await TcpProxy.open(cluster.apps[at % cluster.apps.length]?.proxy.port ?? 0);
  const url = () => `ws://127.0.0.1:${proxy.port}/api/trpc`;
  const person = new Person({ userId, client: `flaky-${at}`, url, token: tokenFor(userId), record, now, listens: true });
  load.people.push(person);
  while (!person.listening?.isLoaded) await pause(20);
  const known = () => [...gym.conversations.keys()].filter((id) => person.listening?.states.has(id));
  while (known().length === 0) await pause(20);
  return { person, proxy, times: new Map() };
}

/** Somebody is away while a thousand messages come, and then is back: how long until they have them all. */
async function measureCatchUps(loaded: Loaded, times: number, say: (text: string) => void): Promise<Delays> {
  const { cluster, gym, load, record, now } = loaded;
  const catchUps = new Delays();
  const [conversation = ""] = [...gym.conversations.keys()].slice(-1);
  const [trainerId = ""] = gym.trainerIds;
  const proxy = await TcpProxy.open(cluster.apps[0]?.proxy.port ?? 0);
  const straight = () => `ws://127.0.0.1:${cluster.apps[1]?.proxy.port}/api/trpc`;
  const through = () => `ws://127.0.0.1:${proxy.port}/api/trpc`;
  const away = new Person({ userId: trainerId, client: "away", url: through, token: tokenFor(trainerId), record, now, listens: true });
  const writers = Array.from(
    { length: 16 },
    (_, at) =>
      new Person({ userId: trainerId, client: `burst-${at}`, url: straight, token: tokenFor(trainerId), record, now, listens: false }),
  );
  load.people.push(away, ...writers);
  while (!away.listening?.states.has(conversation)) await pause(20);
  for (let time = 0; time < times; time++) {
    proxy.isRefusing = true;
    proxy.reset();
    const share = Math.ceil(missedMin / writers.length);
    await Promise.all(
      writers.map(async (writer) => {
        for (let count = 0; count < share; count++) await writer.send(conversation, `${writer.client} ${time}.${count}`);
      }),
    );
    const [row] = await cluster.sql<{ last_seq: number }>("select last_seq from conversations where id = $1", [conversation]);
    const connections = proxy.accepted;
    proxy.isRefusing = false;
    while (proxy.accepted === connections) await pause(2);
    const linked = now();
    while ((away.listening?.newestOf(conversation) ?? 0) < (row?.last_seq ?? 0)) await pause(2);
    catchUps.add(now() - linked);
    say(`caught up in ${Math.round(now() - linked)} ms`);
  }
  return catchUps;
}

function tooLate(what: string, ms: number, most: number): ScenarioResult["violations"] {
  return ms > most ? [{ invariant: "T6", text: `${what} took ${ms} ms; at most ${most}` }] : [];
}
