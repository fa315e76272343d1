/** A million frames that no client would send, on connections with and without a sign-in. */
import { type Answers, Attacker } from "../bad-frames/attacker";
import { dawdle, type Requests, requestBadly } from "../bad-frames/bad-requests";
import { recordGoodFrames, type Witness, watchAs } from "../bad-frames/bystanders";
import { deadly, oversized } from "../bad-frames/deadly";
import { type Product, startProduct } from "../bad-frames/product";
import { Texts } from "../bad-frames/texts";
import { frame, opcodes } from "../bad-frames/wire";
import { seededRandom } from "../random";
import type { Scenario, ScenarioOptions, ScenarioResult } from "../scenario";

const framesAtFullScale = 1_000_000;
const framesPerConnection = 250;
const connectionsAtATime = 12;
const users = 40;
/** Of the connections, those that show no sign-in. */
const strangersShare = 0.1;

const bounds = {
  pingMs: 200,
  sendP99Ms: 1_000,
  loopDelayMs: 200,
  oversizedMs: 100,
  rssMb: 50,
  logLines: 100,
  silentMs: 6_500,
  halfMs: 15_000,
};

export const badFrames: Scenario = {
  name: "bad-frames",
  promise:
    "A million random and mutated frames crash, hang and change nothing: no stack in an answer, no fault of ours, memory back within 50 MB, at most a log line per thousand frames and a hundred more; others wait 200 ms at most, and what is too large is closed with 1009 within 100 ms.",
  async run({ seed, scale, say }: ScenarioOptions): Promise<ScenarioResult> {
    const random = seededRandom(seed);
    await using product = await startProduct(users);
    const [watcher = "", recorder = "", ...attackers] = product.userIds;
    const texts = new Texts(await product.orEnd(recordGoodFrames(product, recorder)), random);
    const attack = new Attack(product, { texts, random, attackers });
    const frames = Math.round(framesAtFullScale * scale);
    await attack.go(Math.max(5_000, Math.round(frames * 0.05)));
    const before = await product.state();
    const linesBefore = product.logged.lines;
    say(`${attack.sent} frames to warm up; ${Math.round(before.rss / 1e6)} MB`);

    const began = performance.now();
    await using witness = await watchAs(product, watcher);
    await using loop = await watchLoop(product, before.prototypes);
    // They take their time, which a short run has not.
    const dawdlers = scale < 0.1 ? 0 : 20;
    const dawdling = (["half a request", "no sign-in"] as const).map((kind) =>
      Promise.all(Array.from({ length: dawdlers }, () => dawdle(product.port, kind))),
    );
    const token = await product.tokenOf(attackers[0] ?? "");
    const requesting = requestBadly(product.port, { count: Math.round(frames / 200), texts, token, random });
    const warm = attack.sent;
    for (let part = 1; part <= 10 && product.ended === null; part++) {
      await attack.go(frames / 10);
      say(`${attack.sent - warm} frames, ${attack.answers.count} answers, ${Math.round((performance.now() - began) / 1_000)} s`);
    }
    const seconds = (performance.now() - began) / 1_000;
    const requests = await requesting;
    const [halves, silent] = await Promise.all(dawdling);
    const oversizedMs = await attack.timeOversized(20);
    await loop[Symbol.asyncDispose]();
    const after = product.ended === null ? await settled(product, before.rss) : null;

    const measured = {
      seconds,
      frames: attack.sent - warm,
      pingMs: Math.max(0, ...witness.pings),
      sendP99Ms: share(witness.sends, 0.99),
      loopDelayMs: loop.longestMs,
      oversizedMs: Math.max(...oversizedMs),
      rssMb: after ? (after.rss - before.rss) / 1e6 : Number.NaN,
      logLines: product.logged.lines - linesBefore,
      silentMs: Math.max(0, ...(silent ?? [])),
      halfMs: Math.max(0, ...(halves ?? [])),
    };
    return {
      figures: figuresOf(measured, { attack, requests, witness, product }),
      violations: judge(measured, { attack, requests, witness, loop, product }),
    };
  },
};

type Measured = typeof bounds & { seconds: number; frames: number };

interface Parts {
  attack: Attack;
  requests: Requests;
  witness: Witness;
  product: Product;
}

function figuresOf(measured: Measured, { attack, requests, witness, product }: Parts): ScenarioResult["figures"] {
  const list = (counts: Map<unknown, number>) =>
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([what, count]) => `${what} ${count}`)
      .join(", ");
  return {
    ...Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, Math.round(value * 10) / 10])),
    framesPerSecond: Math.round(measured.frames / measured.seconds),
    answers: attack.answers.count,
    answersByCode: list(attack.answers.byCode),
    connections: attack.connections,
    closesByCode: list(attack.closes),
    requestsByStatus: list(requests.byStatus),
    pings: witness.pings.length,
    sends: witness.sends.length,
    logBytes: product.logged.bytes,
  };
}

function judge(measured: Measured, { attack, requests, witness, loop, product }: Parts & { loop: Loop }): ScenarioResult["violations"] {
  const violations = [...new Set([...attack.wrong, ...attack.answers.wrong, ...requests.wrong, ...witness.failures, ...loop.wrong])]
    .slice(0, 30)
    .map((text) => ({ invariant: "T13", text }));
  if (product.ended !== null)
    violations.push({ invariant: "T13", text: `the process ended: ${product.ended}\n${product.logged.sample.join("")}` });
  const most: typeof bounds = { ...bounds, logLines: bounds.logLines + measured.frames / 1_000 };
  for (const name of Object.keys(bounds) as (keyof typeof bounds)[]) {
    if (measured[name] <= most[name]) continue;
    const invariant = name === "rssMb" || name === "logLines" ? "T13" : name === "silentMs" || name === "halfMs" ? "T11" : "T14";
    violations.push({ invariant, text: `${name}: ${Math.round(measured[name])}, at most ${Math.round(most[name])}` });
  }
  return violations;
}

class Attack {
  readonly answers: Answers = { count: 0, wrong: [], byCode: new Map() };
  readonly closes = new Map<number | "gone", number>();
  readonly wrong: string[] = [];
  sent = 0;
  connections = 0;
  readonly #tokens: Promise<string[]>;

  constructor(
    private readonly product: Product,
    private readonly parts: { texts: Texts; random: () => number; attackers: readonly string[] },
  ) {
    this.#tokens = Promise.all(parts.attackers.map((userId) => product.tokenOf(userId)));
  }

  /** Sends so many frames, over some connections at a time. */
  async go(frames: number): Promise<void> {
    let left = frames;
    const work = async () => {
      while (left > 0 && this.product.ended === null) {
        left -= framesPerConnection;
        await this.#connection();
      }
    };
    await Promise.all(Array.from({ length: connectionsAtATime }, work));
  }

  /** Milliseconds until frames that are too large, on connections that have nothing else to do, are closed. */
  async timeOversized(rounds: number): Promise<number[]> {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const { bytes } of oversized) {
        const attacker = await Attacker.open(this.product.port, { token: null, answers: this.answers });
        const closed = await attacker.end(bytes());
        times.push(closed?.code === 1009 ? closed.ms : Number.POSITIVE_INFINITY);
      }
    }
    return times;
  }

  async #connection(): Promise<void> {
    const { random, attackers } = this.parts;
    const tokens = await this.#tokens;
    const token = random() < strangersShare ? null : (tokens[Math.floor(random() * attackers.length)] ?? null);
    const attacker = await Attacker.open(this.product.port, { token, answers: this.answers });
    this.connections++;
    for (let said = 0; said < framesPerConnection && attacker.isOpen; said += 50) {
      await attacker.say(Buffer.concat(Array.from({ length: 50 }, () => this.#frame())));
      this.sent += 50;
    }
    await attacker.settle();
    const last = deadly[Math.floor(random() * deadly.length)];
    if (!last) return;
    const closed = await attacker.end(last.bytes());
    if (!closed) return void this.wrong.push(`${last.name} did not close the connection`);
    this.closes.set(closed.code, (this.closes.get(closed.code) ?? 0) + 1);
    // Whoever did not sign in may have been sent away meanwhile, and a peer that has gone hears nothing.
    const isExpected = last.expected.includes(closed.code) || closed.code === "gone" || (token === null && closed.code === 4401);
    if (!isExpected) this.wrong.push(`${last.name} was closed with ${closed.code}`);
  }

  /** A frame that the connection should survive. */
  #frame(): Buffer {
    const { texts, random } = this.parts;
    const roll = random();
    if (roll < 0.04) return frame(randomBytes(random), { opcode: opcodes.binary });
    if (roll < 0.06) return frame(randomBytes(random).subarray(0, 125), { opcode: random() < 0.5 ? opcodes.ping : opcodes.pong });
    if (roll < 0.065) return frame("", { wideLength: true });
    if (roll < 0.08) return fragments(Buffer.from(texts.next()), random);
    return frame(texts.next());
  }
}

/** The same text in pieces, cut anywhere, with a ping between them. */
function fragments(payload: Buffer, random: () => number): Buffer {
  const cuts = Array.from({ length: 3 }, () => Math.floor(random() * payload.length)).sort((a, b) => a - b);
  const edges = [0, ...cuts, payload.length];
  const parts = edges
    .slice(1)
    .map((end, at) =>
      frame(payload.subarray(edges[at], end), { opcode: at === 0 ? opcodes.text : opcodes.continuation, isFinal: at === cuts.length }),
    );
  return Buffer.concat(parts.flatMap((part, at) => (at === 1 ? [frame("between", { opcode: opcodes.ping }), part] : [part])));
}

function randomBytes(random: () => number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * 150) }, () => Math.floor(random() * 256)));
}

interface Loop extends AsyncDisposable {
  longestMs: number;
  wrong: string[];
}

/** Asks the process each second how long its event loop was held up, and whether its prototypes are as they were. */
async function watchLoop(product: Product, prototypes: string): Promise<Loop> {
  let isOver = false;
  const loop = { longestMs: 0, wrong: [] as string[] };
  await product.state("loop");
  const ended = (async () => {
    while (!isOver && product.ended === null) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const state = await product.state("loop").catch(() => null);
      if (!state) return;
      loop.longestMs = Math.max(loop.longestMs, state.loopDelayMs);
      if (state.prototypes !== prototypes) loop.wrong.push(`a prototype has changed: ${state.prototypes}`);
    }
  })();
  return Object.assign(loop, {
    async [Symbol.asyncDispose]() {
      isOver = true;
      await ended;
    },
  });
}

/** What is held when all have gone, given some time. */
async function settled(product: Product, aim: number): Promise<{ rss: number }> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10 && least > aim; look++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    least = Math.min(least, (await product.state()).rss);
  }
  return { rss: least };
}

function share(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
