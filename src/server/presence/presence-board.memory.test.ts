import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import type { Bus } from "../platform/bus";
import { MemoryBroker } from "../platform/bus.memory";
import { openLog } from "../platform/log";
import { manualClock } from "../testing/manual-clock";
import { LocalConnections } from "./local-connections";
import { presenceBoardContract } from "./presence-board.contract";
import { openMemoryPresenceBoard } from "./presence-board.memory";

const log = openLog("silent");

presenceBoardContract("boards in memory that share over a bus", async (lastSeen) => {
  const broker = new MemoryBroker();
  const clock = manualClock();
  const thereBus = broker.connect();
  const open = (bus: Bus) => openMemoryPresenceBoard({ bus, clock, log, lastSeen });
  const boards = [await open(broker.connect()), await open(thereBus)] as const;
  const [here, there] = boards;
  const started: { close(): Promise<void> }[] = [...boards];
  return {
    here,
    there,
    another: async () => {
      const third = await open(broker.connect());
      started.push(third);
      return third;
    },
    killThere: () => void thereBus.close(),
    setTravelling: (isTravelling) => {
      broker.isDown = !isTravelling;
    },
    pass: async (ms) => {
      // In small steps, so that what one process tells is heard before the next thing falls due.
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advance(Math.min(100, ms - passed));
        await turn();
      }
      await turn();
    },
    now: () => clock.now(),
    [Symbol.asyncDispose]: async () => {
      for (const board of started) await board.close();
    },
  };
});

test("connections that ended leave nothing behind, and one user's have a bound", () => {
  const connections = new LocalConnections({ lifeMs: 45_000, graceMs: 5_000, perUserMax: limits.socketsPerUserMax });
  for (let at = 0; at < 1_000; at++) connections.beat(`c${at}`, { userId: "ada", status: "online", at });
  expect(connections.size).toBe(limits.socketsPerUserMax);
  for (let at = 0; at < 1_000; at++) connections.beat(`d${at}`, { userId: `user${at}`, status: "online", at: 2_000 + at });
  for (let at = 0; at < 500; at++) connections.leave(`d${at}`, 4_000);
  expect(connections.expire(60_000).size).toBe(1_001);
  expect(connections.size).toBe(0);
  expect([...connections.userIds()]).toEqual([]);
});
