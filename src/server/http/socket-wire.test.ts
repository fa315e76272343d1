import { expect, test } from "vitest";
import { SocketWire } from "./socket-wire";

function world() {
  const socket = {
    bufferedAmount: 0,
    isPaused: false,
    pause() {
      socket.isPaused = true;
    },
    resume() {
      socket.isPaused = false;
    },
  };
  const wire = new SocketWire(socket);
  const call = (id: unknown) => ({ id, method: "query", params: { path: "auth.me" } });
  let last = 0;
  return {
    socket,
    wire,
    call,
    say: (...calls: unknown[]) => wire.decode(JSON.stringify(calls)),
    /** Calls with ids of their own. */
    sayNew: (count: number) => wire.decode(JSON.stringify(Array.from({ length: count }, () => call(++last)))),
    answer: (id: unknown) => wire.encode({ id, result: { type: "data", data: null } }),
  };
}

test("as many calls as may be answered at a time stop the reading, and an answer lets it go on", () => {
  const w = world();
  w.sayNew(63);
  expect(w.socket.isPaused).toBe(false);
  w.sayNew(1);
  expect(w.socket.isPaused).toBe(true);
  w.answer(1);
  expect(w.socket.isPaused).toBe(false);
});

test("calls that share an id, or have none, are refused as a whole: they would count as one", () => {
  const w = world();
  expect(() => w.say(w.call(7), w.call(7))).toThrow("id of its own");
  expect(() => w.say(w.call(7), w.call(null))).toThrow("id of its own");
  expect(() => w.say(w.call(7), { id: null, method: "subscription.stop" })).toThrow("id of its own");
  w.say(w.call(7));
  expect(() => w.say(w.call(7))).toThrow("id of its own");
  w.answer(7);
  w.say(w.call(7));
});

test("a frame that is refused, and answered without an id, lets nothing pass that was said before it", () => {
  const w = world();
  w.sayNew(64);
  const refused = ["not json", JSON.stringify(Array.from({ length: 65 }, () => w.call("many"))), JSON.stringify([w.call(1), w.call(1)])];
  for (const frame of refused) {
    expect(() => w.wire.decode(frame)).toThrow();
    w.answer(null);
    expect(w.socket.isPaused).toBe(true);
  }
});

test("the calls of a frame that tRPC cannot read wait for nothing any more", () => {
  const w = world();
  w.sayNew(63);
  w.say({ id: "broken", method: "nonsense" });
  expect(w.socket.isPaused).toBe(true);
  w.answer(null);
  expect(w.socket.isPaused).toBe(false);
});
