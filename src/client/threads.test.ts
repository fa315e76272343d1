import { expect, it } from "vitest";
import { createChatClient } from "./chat-client";
import { type Clock, systemClock } from "./clock";

/** A clock whose timers are counted and never ring. */
function countingClock(): Clock & { waiting: number } {
  const clock = {
    ...systemClock,
    waiting: 0,
    after() {
      clock.waiting++;
      return () => void clock.waiting--;
    },
  };
  return clock;
}

it("waits once for each conversation that was left, however often somebody comes back to it", async () => {
  const clock = countingClock();
  const client = createChatClient({ url: "ws://127.0.0.1:1", clock });
  for (let visit = 0; visit < 100; visit++) {
    for (const id of ["ben", "cleo"]) client.thread(id).subscribe(() => undefined)();
  }
  expect(clock.waiting).toBe(2);
  await client.stop();
  expect(clock.waiting).toBe(0);
});
