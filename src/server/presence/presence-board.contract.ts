/** What every kind of board must keep, with two processes. */
import { describe, expect, test } from "vitest";
import { limits } from "../../shared/limits";
import type { Presence } from "../../shared/presence";
import { type LastSeen, leaveGraceMs, type PresenceBoard, tellDelayMs } from "./presence-board";

export interface BoardWorld extends AsyncDisposable {
  /** Boards of two processes of one installation. */
  here: PresenceBoard;
  there: PresenceBoard;
  /** A third process that starts now. */
  another(): Promise<PresenceBoard>;
  /** The second process is killed: it says and hears nothing more. */
  killThere(): void;
  /** Whether texts travel between the processes. */
  setTravelling(isTravelling: boolean): void;
  /** Moves the clock of all and lets everything due happen. */
  pass(ms: number): Promise<void>;
  /** Epoch milliseconds by that clock. */
  now(): number;
}

/** Where it is kept when people were last here, for tests. */
class LastSeenInMemory implements LastSeen {
  readonly seen = new Map<string, number>();
  saves = 0;

  async read(userIds: readonly string[]): Promise<Map<string, number>> {
    return new Map([...this.seen].filter(([userId]) => userIds.includes(userId)));
  }

  async save(seen: ReadonlyMap<string, number>): Promise<void> {
    this.saves++;
    for (const [userId, at] of seen) this.seen.set(userId, Math.max(at, this.seen.get(userId) ?? 0));
  }
}

const ada = "ada";
const bob = "bob";

export function presenceBoardContract(kind: string, open: (lastSeen: LastSeen) => Promise<BoardWorld>): void {
  const setUp = async () => {
    const lastSeen = new LastSeenInMemory();
    const world = await open(lastSeen);
    const heard: Presence[] = [];
    const statuses = () => heard.splice(0).map(({ userId, status }) => `${userId} ${status}`);
    const statusOf = async (board: PresenceBoard, userId: string) => (await board.read([userId]))[0]?.status;
    return { ...world, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](), lastSeen, heard, statuses, statusOf };
  };

  describe(kind, () => {
    test("a beat makes a user present in every process, and watchers there hear it once", async () => {
      await using world = await setUp();
      const { here, there, pass } = world;
      await there.watch([ada], (presence) => world.heard.push(presence));
      here.beat(ada, "c1", "online");
      await pass(tellDelayMs);
      expect(world.statuses()).toEqual(["ada online"]);
      here.beat(ada, "c1", "online");
      await pass(limits.heartbeatIntervalMs);
      here.beat(ada, "c1", "online");
      await pass(limits.heartbeatIntervalMs);
      expect(world.statuses()).toEqual([]);
      expect(await there.read([ada, bob, ada])).toMatchObject([
        { userId: ada, status: "online" },
        { userId: bob, status: "offline", lastSeenAt: null },
      ]);
    });

    test("a user whose connections stay silent is offline after the life of a beat, and was last seen at the last one", async () => {
      await using world = await setUp();
      const { here, there, pass } = world;
      await there.watch([ada], (presence) => world.heard.push(presence));
      const at = world.now();
      here.beat(ada, "c1", "online");
      await pass(limits.presenceLifeMs - 1_000);
      expect(await world.statusOf(there, ada)).toBe("online");
      await pass(2_000 + tellDelayMs);
      expect(world.heard.at(-1)).toEqual({ userId: ada, status: "offline", lastSeenAt: new Date(at).toISOString() });
      expect(await here.read([ada])).toEqual([{ userId: ada, status: "offline", lastSeenAt: new Date(at).toISOString() }]);
      expect(world.lastSeen.seen.get(ada)).toBe(at);
    });

    test("a reload does not flap; a connection that is gone for good is told after the grace", async () => {
      await using world = await setUp();
      const { here, there, pass } = world;
      await here.watch([ada], (presence) => world.heard.push(presence));
      here.beat(ada, "c1", "online");
      await pass(tellDelayMs);
      here.leave("c1");
      await pass(leaveGraceMs - 1_000);
      here.beat(ada, "c2", "online");
      await pass(leaveGraceMs);
      expect(world.statuses()).toEqual(["ada online"]);
      // Over to another process, as a client whose process was replaced goes.
      here.leave("c2");
      await pass(1_000);
      there.beat(ada, "c3", "online");
      await pass(2 * leaveGraceMs);
      expect(world.statuses()).toEqual([]);
      const at = world.now();
      there.leave("c3");
      await pass(leaveGraceMs + 1_000 + tellDelayMs);
      expect(world.heard).toEqual([{ userId: ada, status: "offline", lastSeenAt: new Date(at).toISOString() }]);
    });

    test("a late beat of a closed connection does not bring its user back", async () => {
      await using world = await setUp();
      world.here.beat(ada, "c1", "online");
      world.here.leave("c1");
      world.here.beat(ada, "c1", "online");
      await world.pass(tellDelayMs);
      expect(await world.statusOf(world.here, ada)).toBe("online");
      await world.pass(leaveGraceMs + 1_000 + tellDelayMs);
      expect(await world.statusOf(world.here, ada)).toBe("offline");
    });

    test("of several devices busy wins over online and online over away, in whatever process they are", async () => {
      await using world = await setUp();
      const { here, there, pass } = world;
      await here.watch([ada], (presence) => world.heard.push(presence));
      here.beat(ada, "laptop", "away");
      await pass(tellDelayMs);
      there.beat(ada, "phone", "online");
      await pass(tellDelayMs * 2);
      here.beat(ada, "laptop", "busy");
      await pass(tellDelayMs);
      expect(world.statuses()).toEqual(["ada away", "ada online", "ada busy"]);
      expect(await world.statusOf(there, ada)).toBe("busy");
      here.leave("laptop");
      await pass(leaveGraceMs + 1_000 + tellDelayMs);
      expect(world.statuses()).toEqual(["ada online"]);
    });

    test("changes that follow each other closely are told as one", async () => {
      await using world = await setUp();
      const { here, pass } = world;
      await here.watch([ada, bob], (presence) => world.heard.push(presence));
      here.beat(ada, "c1", "online");
      here.beat(ada, "c1", "away");
      here.beat(ada, "c1", "busy");
      await pass(tellDelayMs);
      expect(world.statuses()).toEqual(["ada busy"]);
      here.beat(ada, "c1", "away");
      here.beat(ada, "c1", "busy");
      await pass(tellDelayMs);
      expect(world.statuses()).toEqual([]);
    });

    test("who stopped watching, or watches others, hears nothing", async () => {
      await using world = await setUp();
      const { here, pass } = world;
      await here.watch([bob], (presence) => world.heard.push(presence));
      const watch = await here.watch([ada], (presence) => world.heard.push(presence));
      await watch[Symbol.asyncDispose]();
      here.beat(ada, "c1", "online");
      await pass(tellDelayMs);
      expect(world.heard).toEqual([]);
    });

    test("a process that starts learns who is there already", async () => {
      await using world = await setUp();
      world.here.beat(ada, "c1", "online");
      world.there.beat(bob, "c2", "busy");
      await world.pass(tellDelayMs);
      const third = await world.another();
      await world.pass(tellDelayMs);
      expect((await third.read([ada, bob])).map(({ status }) => status)).toEqual(["online", "busy"]);
    });

    test("a telling that was lost is made good at the next sign of life", async () => {
      await using world = await setUp();
      const { here, there, pass } = world;
      here.beat(bob, "c0", "online");
      await pass(tellDelayMs);
      world.setTravelling(false);
      here.beat(ada, "c1", "online");
      here.leave("c0");
      await pass(leaveGraceMs + 1_000 + tellDelayMs);
      world.setTravelling(true);
      expect(await world.statusOf(there, ada)).toBe("offline");
      for (let beats = 0; beats < 2; beats++) {
        here.beat(ada, "c1", "online");
        await pass(limits.heartbeatIntervalMs);
      }
      expect(await world.statusOf(there, ada)).toBe("online");
      expect(await world.statusOf(there, bob)).toBe("offline");
    });

    test("the people of a process that was killed are gone when its life has run out", async () => {
      await using world = await setUp();
      const { here, there, pass } = world;
      await here.watch([ada], (presence) => world.heard.push(presence));
      there.beat(ada, "c1", "online");
      await pass(tellDelayMs);
      world.killThere();
      await pass(limits.presenceLifeMs + 2_000);
      expect(world.statuses()).toEqual(["ada online", "ada offline"]);
    });

    test("while somebody stays, their last time is saved at most once a minute", async () => {
      await using world = await setUp();
      const { here, pass } = world;
      for (let beats = 0; beats < 15; beats++) {
        here.beat(ada, "c1", "online");
        await pass(limits.heartbeatIntervalMs);
      }
      expect(world.lastSeen.saves).toBeGreaterThanOrEqual(4);
      expect(world.lastSeen.saves).toBeLessThanOrEqual(5);
      expect(world.now() - (world.lastSeen.seen.get(ada) ?? 0)).toBeLessThan(90_000);
    });
  });
}
