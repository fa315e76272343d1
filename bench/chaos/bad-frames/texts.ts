/** What may stand in a frame that the server should survive: calls as clients write them, spoilt in every way that leaves a frame whole. */

import { limits } from "../../../src/shared/limits";

/** Numbers from 0 to 1. */
type Random = () => number;

const until = (random: Random, end: number) => Math.floor(random() * end);
const pick = <T>(random: Random, all: readonly T[]): T => all[until(random, all.length)] as T;

const nasty: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -0,
  1e308,
  "",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "a".repeat(3_000),
  "😀".repeat(700),
  "'; drop table messages; --",
  "../../etc/passwd",
  "#{process.exit(1)}",
  "0000-01-01T00:00:00Z",
  "+275760-09-13T00:00:00.000Z",
  [],
  [[[[]]]],
  {},
  { length: 2 ** 31 },
  { toString: "x", valueOf: null },
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
];

const methods = [
  "query",
  "mutation",
  "subscription",
  "subscription.stop",
  "connectionParams",
  "fly",
  "__proto__",
  "constructor",
  "reconnect",
];
const paths = [
  "",
  ".",
  "__proto__",
  "constructor",
  "constructor.prototype",
  "toString",
  "messages",
  "messages.send.__proto__",
  "messages.send,auth.me",
  "auth.me.x.y",
  "_def.procedures",
];
const ids: readonly unknown[] = [0, -1, 1.5, 2 ** 60, "", "x", "x".repeat(500), null, true, [], {}, [[1]], "__proto__"];

/** Spoils the texts of good calls. `good` are frames as a stock client sent them. */
export class Texts {
  readonly #good: readonly string[];
  readonly #random: Random;

  constructor(good: readonly string[], random: Random) {
    this.#good = good;
    this.#random = random;
  }

  /** The next text: whole UTF-8, and no more than a frame may hold. */
  next(): string {
    for (;;) {
      const text = this.#any();
      if (text.length <= 20_000 || Buffer.byteLength(text) <= limits.frameBytesMax) return text;
    }
  }

  #any(): string {
    const roll = this.#random();
    if (roll < 0.22) return this.#flipped();
    if (roll < 0.32) return this.#spliced();
    if (roll < 0.42) return this.#cut();
    if (roll < 0.66) return this.#replaced();
    if (roll < 0.72) return this.#rubbish();
    if (roll < 0.8) return this.#strangeCall();
    if (roll < 0.86) return this.#listening();
    if (roll < 0.9) return this.#polluting();
    if (roll < 0.96) return this.#good1();
    if (roll < 0.985) return this.#batch();
    if (roll < 0.995) return this.#deep();
    return this.#large();
  }

  #good1(): string {
    return pick(this.#random, this.#good);
  }

  /** Bits of ASCII, so that what comes out is text. */
  #flipped(): string {
    const bytes = Buffer.from(this.#good1().replace(/[^\x20-\x7e]/g, "?"));
    for (let flips = 1 + until(this.#random, 4); flips > 0; flips--) {
      const at = until(this.#random, bytes.length);
      bytes[at] = ((bytes[at] ?? 0) ^ (1 << until(this.#random, 7))) & 127;
    }
    return bytes.toString("latin1");
  }

  #spliced(): string {
    const [one, other] = [this.#good1(), this.#good1()];
    return one.slice(0, until(this.#random, one.length)) + other.slice(until(this.#random, other.length));
  }

  #cut(): string {
    const text = this.#good1();
    return text.slice(0, until(this.#random, text.length));
  }

  /** Any one value of a call becomes something else. */
  #replaced(): string {
    const call = JSON.parse(this.#good1()) as Record<string, unknown>;
    const holders: [Record<string, unknown>, string][] = [];
    const walk = (value: unknown) => {
      if (typeof value !== "object" || value === null) return;
      for (const key of Object.keys(value)) {
        holders.push([value as Record<string, unknown>, key]);
        walk((value as Record<string, unknown>)[key]);
      }
    };
    walk(call);
    const [holder, key] = pick(this.#random, holders);
    if (this.#random() < 0.15) delete holder[key];
    else holder[key] = pick(this.#random, nasty);
    return JSON.stringify(call);
  }

  #rubbish(): string {
    const length = until(this.#random, 200);
    const codes = Array.from({ length }, () => (this.#random() < 0.9 ? 32 + until(this.#random, 95) : until(this.#random, 0xd7ff)));
    return String.fromCharCode(...codes);
  }

  #strangeCall(): string {
    const params = { path: pick(this.#random, paths), input: pick(this.#random, nasty), lastEventId: pick(this.#random, nasty) };
    return JSON.stringify({ id: pick(this.#random, ids), jsonrpc: pick(this.#random, nasty), method: pick(this.#random, methods), params });
  }

  /** Subscriptions under numbers that are in use, and ends of some that never began. */
  #listening(): string {
    const id = until(this.#random, 6);
    if (this.#random() < 0.5)
      return JSON.stringify({ id: this.#random() < 0.5 ? id : pick(this.#random, ids), method: "subscription.stop" });
    const path = pick(this.#random, ["conversations.onChange", "support.onChange", "auth.me", "presence.onChange", "typing.onChange"]);
    return JSON.stringify({ id, method: "subscription", params: { path, input: pick(this.#random, nasty) } });
  }

  #polluting(): string {
    const key = pick(this.#random, ["__proto__", "constructor", "prototype"]);
    const inner = `{"${key}":{"polluted":1,"prototype":{"polluted":1},"toString":1}}`;
    return pick(this.#random, [
      `{"id":1,"method":"mutation","params":{"path":"messages.send","input":${inner}}}`,
      `{"id":1,"method":"query","params":{"path":"auth.me","${key}":${inner}}}`,
      `{"id":1,"${key}":{"method":"query","params":{"path":"auth.me"}}}`,
      `{"id":1,"method":"subscription","params":{"path":"conversations.onChange","input":${inner},"lastEventId":${inner}}}`,
      `{"method":"connectionParams","data":${inner}}`,
      inner,
    ]);
  }

  #batch(): string {
    const size = pick(this.#random, [11, 20, 63, 64, 65, 200]);
    return `[${Array.from({ length: size }, () => (this.#random() < 0.9 ? '{"id":9,"method":"fly"}' : this.#good1())).join(",")}]`;
  }

  #deep(): string {
    const depth = pick(this.#random, [100, 1_000, 10_000, 30_000]);
    const nest = this.#random() < 0.5 ? "[".repeat(depth) + "]".repeat(depth) : `${'{"a":'.repeat(depth / 4)}1${"}".repeat(depth / 4)}`;
    return pick(this.#random, [
      nest,
      `{"id":1,"method":"query","params":{"path":"auth.me","input":${nest}}}`,
      `{"id":${nest},"method":"query","params":{"path":"auth.me"}}`,
      `{"id":1,"method":"mutation","params":{"path":"conversations.create","input":{"type":"group","name":${nest},"participantIds":${nest}}}}`,
    ]);
  }

  /** Up to the bound, and ten thousand calls in a frame. */
  #large(): string {
    return pick(this.#random, [
      `[${"1,".repeat(9_999)}1]`,
      `[${'{"id":1},'.repeat(5_000)}1]`,
      `{"id":1,"method":"mutation","params":{"path":"messages.send","input":"${"x".repeat(60_000)}"}}`,
      `{"id":1,"method":"query","params":{"path":"${"a.".repeat(30_000)}"}}`,
      `{"id":1,"method":"query","params":{"path":"auth.me","input":${"9".repeat(60_000)}}}`,
      `{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":1`).join(",")}}`,
      "x".repeat(65_536),
    ]);
  }
}
