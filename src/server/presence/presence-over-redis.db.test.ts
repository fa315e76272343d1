/** Who is here and who types, on two processes over a real Redis that is wiped, killed and frozen. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limits } from "../../shared/limits";
import { TypingBoard } from "../chat/typing";
import type { Bus } from "../platform/bus";
import { openRedisBus } from "../platform/bus.redis";
import { openLog } from "../platform/log";
import { type ManualClock, manualClock } from "../testing/manual-clock";
import { hasRedis, type RedisServer, redisServer } from "../testing/redis-server";
import type { PresenceBoard } from "./presence-board";
import { openMemoryPresenceBoard } from "./presence-board.memory";

const log = openLog("silent");
/** From the last sign of life until everybody knows. */
const offlineMsMax = limits.presenceLifeMs + 5_000;

describe.skipIf(!hasRedis)("on two processes over Redis", () => {
  let redis: RedisServer;
  let clock: ManualClock;
  let buses: Bus[];
  let here: PresenceBoard;
  let there: PresenceBoard;
  /** What watchers on the other process heard of Ada, with the time. */
  let heard: { status: string; at: number }[];
  /** Connections that beat as clients do. */
  let beating: { id: string; board: PresenceBoard; nextAt: number }[];

  beforeEach(async () => {
    redis = await redisServer();
    clock = manualClock();
    buses = [openRedisBus(redis.url, { log }), openRedisBus(redis.url, { log })];
    await healthy();
    const lastSeen = { read: async () => new Map<string, number>(), save: async () => undefined };
    const boards = [];
    for (const bus of buses) boards.push(await openMemoryPresenceBoard({ bus, clock, log, lastSeen }));
    [here, there] = boards as [PresenceBoard, PresenceBoard];
    heard = [];
    beating = [];
    await there.watch(["ada"], ({ status }) => heard.push({ status, at: clock.monotonic() }));
  });
  afterEach(async () => {
    redis.thaw();
    for (const board of [here, there]) await board.close();
    for (const bus of buses) await bus.close();
    await redis[Symbol.asyncDispose]();
  });

  const healthy = () => expect.poll(() => buses.every((bus) => bus.isHealthy()), { interval: 10 }).toBe(true);
  const unhealthy = () => expect.poll(() => buses.every((bus) => !bus.isHealthy()), { interval: 10 }).toBe(true);

  const begin = (id: string, board: PresenceBoard) => {
    beating.push({ id, board, nextAt: clock.monotonic() });
  };
  const stop = (id: string) => {
    beating = beating.filter((one) => one.id !== id);
  };

  /** Resolves when everything said so far has been heard on the other side, where something can be heard at all. */
  async function settle(): Promise<void> {
    if (!buses.every((bus) => bus.isHealthy())) return;
    await Promise.all(
      buses.map(async (bus, at) => {
        const other = buses[1 - at] as Bus;
        let isHeard: () => void = () => undefined;
        const waiting = new Promise<void>((resolve) => (isHeard = resolve));
        await using _subscription = await other.subscribe(`settle:${at}`, () => isHeard());
        bus.publish(`settle:${at}`, "x");
        await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 2_000))]);
      }),
    );
  }

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
      for (const one of beating) {
        if (clock.monotonic() < one.nextAt) continue;
        one.board.beat("ada", one.id, "online");
        one.nextAt += limits.heartbeatIntervalMs;
      }
      clock.advance(Math.min(1_000, ms - passed));
      await settle();
    }
  }

  const statuses = () => heard.map(({ status }) => status);

  it("a client that was killed, or whose line is half open, is offline within its life and five seconds", async () => {
    begin("phone", here);
    await pass(30_000);
    // Its last beat was at 20 s.
    stop("phone");
    const lastBeatAt = 20_000;
    await pass(offlineMsMax);
    expect(statuses()).toEqual(["online", "offline"]);
    expect((heard[1]?.at ?? 0) - lastBeatAt).toBeLessThanOrEqual(offlineMsMax);
  });

  it("nobody flaps while one of their devices is alive, whichever process the others die on", async () => {
    begin("phone", here);
    begin("laptop", there);
    await pass(30_000);
    stop("phone");
    await pass(2 * offlineMsMax);
    begin("tablet", here);
    await pass(5_000);
    stop("laptop");
    there.leave("laptop");
    await pass(2 * offlineMsMax);
    expect(statuses()).toEqual(["online"]);
  });

  it("a process that was killed takes its people offline within its life and five seconds", async () => {
    begin("phone", here);
    await pass(30_000);
    const killedAt = clock.monotonic();
    await buses[0]?.close();
    beating = [];
    await pass(offlineMsMax);
    expect(statuses()).toEqual(["online", "offline"]);
    expect((heard[1]?.at ?? 0) - killedAt).toBeLessThanOrEqual(offlineMsMax);
  });

  it("a Redis that is wiped, or away for less than a life, changes nobody", async () => {
    begin("phone", here);
    await pass(25_000);
    await redis.kill();
    await unhealthy();
    await pass(20_000);
    await redis.start();
    await healthy();
    await pass(2 * limits.presenceLifeMs);
    expect(statuses()).toEqual(["online"]);
    stop("phone");
    await pass(offlineMsMax);
    expect(statuses()).toEqual(["online", "offline"]);
  });

  it("with Redis frozen for a minute the other process says offline in time, and the truth within a heartbeat of its return, with nothing old between", async () => {
    begin("phone", here);
    await pass(25_000);
    redis.freeze();
    here.beat("ada", "phone", "busy");
    clock.advance(1_000);
    await unhealthy();
    here.beat("ada", "phone", "away");
    const frozenAt = clock.monotonic();
    await pass(60_000);
    expect(statuses()).toEqual(["online", "offline"]);
    expect((heard[1]?.at ?? 0) - frozenAt).toBeLessThanOrEqual(offlineMsMax);
    redis.thaw();
    await healthy();
    await pass(limits.heartbeatIntervalMs + 5_000);
    expect(statuses()).toEqual(["online", "offline", "online"]);
  });

  it("what somebody typed while Redis was frozen is forgotten in time and never told afterwards", async () => {
    const typing = buses.map((bus) => new TypingBoard(bus, clock));
    const [writing, reading] = typing as [TypingBoard, TypingBoard];
    const told: string[][] = [];
    using watch = await reading.watch("spin", () => told.push(reading.read("spin").userIds));
    writing.set("spin", "ada", true);
    await settle();
    expect(told).toEqual([["ada"]]);
    redis.freeze();
    writing.set("spin", "ada", false);
    writing.set("spin", "ben", true);
    await unhealthy();
    writing.set("spin", "cleo", true);
    clock.advance(limits.typingLifeMs + 1_000);
    expect(told).toEqual([["ada"], []]);
    redis.thaw();
    await healthy();
    await settle();
    await settle();
    expect(told).toEqual([["ada"], []]);
    expect(reading.read("spin").userIds).toEqual([]);
    watch[Symbol.dispose]();
    // Who comes later is told what is, not what was.
    using _again = await reading.watch("spin", () => told.push(reading.read("spin").userIds));
    expect(reading.read("spin").userIds).toEqual([]);
    for (const board of typing) board.stop();
  });
});
