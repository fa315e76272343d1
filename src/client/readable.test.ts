import { expect, it } from "vitest";
import { Notifier, Source, Value } from "./readable";

it("tells listeners once for all changes of one turn", async () => {
  const value = new Value(new Notifier(), 0);
  let told = 0;
  value.subscribe(() => told++);
  value.set(1);
  value.set(2);
  expect(told).toBe(0);
  await Promise.resolve();
  expect([told, value.getSnapshot()]).toEqual([1, 2]);
});

it("stays silent, and keeps the same object, when what is computed looks the same", async () => {
  const parity = { n: 1 };
  const source = new Source(new Notifier(), () => ({ isOdd: parity.n % 2 === 1 }), { isSame: (a, b) => a.isOdd === b.isOdd });
  let told = 0;
  source.subscribe(() => told++);
  const before = source.getSnapshot();
  parity.n = 3;
  source.invalidate();
  await Promise.resolve();
  expect([told, source.getSnapshot() === before]).toEqual([0, true]);
});

it("runs what is costly only while somebody listens", () => {
  const log: string[] = [];
  const watched = { onWatched: () => log.push("on"), onUnwatched: () => log.push("off") };
  const value = new Value(new Notifier(), 0, watched);
  const ends = [value.subscribe(() => undefined), value.subscribe(() => undefined)];
  for (const end of ends) end();
  ends[0]?.();
  expect(log).toEqual(["on", "off"]);
});

it("tells nobody who has left in the meantime", async () => {
  const value = new Value(new Notifier(), 0);
  let told = 0;
  const end = value.subscribe(() => told++);
  value.set(1);
  end();
  await Promise.resolve();
  expect(told).toBe(0);
});
