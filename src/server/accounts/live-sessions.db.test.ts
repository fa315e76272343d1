import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { makeStaffedGym } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import type { Actor } from "./actor";
import { authenticate } from "./authenticate";
import { issueChatToken } from "./chat-token";
import { disableUser } from "./disable-user";
import { endSession } from "./end-session";
import { openLiveSessions } from "./live-sessions";
import { signOutEverywhere } from "./sign-out-everywhere";

async function signIn({ env, clock, db }: TestRuntime, userId: string, sessionVersion = 1): Promise<{ actor: Actor; token: string }> {
  const sessionId = randomUUID();
  const { token } = await issueChatToken(env.CHAT_TOKEN_SECRET, { userId, sessionId, sessionVersion }, { now: clock.now() });
  return { actor: await authenticate({ env, clock, db }, { token }), token };
}

test("a socket ends when its sign-in does, and a renewed one lives on", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member } = await makeStaffedGym(node.db);
  await using sessions = await openLiveSessions(node);
  const ends: string[] = [];
  sessions.open({ actor: (await signIn(node, member)).actor, end: (reason) => ends.push(`first ${reason}`) });
  const second = sessions.open({ actor: (await signIn(node, member)).actor, end: (reason) => ends.push(`second ${reason}`) });
  clock.advance(limits.chatTokenLifeMs - 2_000);
  expect(ends).toEqual([]);
  second.renew((await signIn(node, member)).actor);
  clock.advance(2_000);
  expect(ends).toEqual(["first expired"]);
  clock.advance(limits.chatTokenLifeMs);
  expect(ends).toEqual(["first expired", "second expired"]);
});

test("a sign-in of many weeks is not taken for one that is over", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member } = await makeStaffedGym(node.db);
  await using sessions = await openLiveSessions(node);
  const { actor } = await signIn(node, member);
  const ends: string[] = [];
  sessions.open({ actor: { ...actor, expiresAt: clock.now() + 60 * 86_400_000 }, end: (reason) => ends.push(reason) });
  clock.advance(59 * 86_400_000);
  expect(ends).toEqual([]);
  clock.advance(86_400_000);
  expect(ends).toEqual(["expired"]);
});

const endings: [string, (node: TestRuntime, actor: Actor) => Promise<void>][] = [
  ["signing out everywhere", (node, actor) => signOutEverywhere(node, actor.id)],
  ["signing out of this sign-in", (node, actor) => endSession(node, { userId: actor.id, sessionId: actor.sessionId })],
  ["disabling the user", async (node, actor) => void (await disableUser(node, actor.id))],
];

test.each(endings)("%s on one node ends the socket on another at once", async (_, end) => {
  const clock = manualClock();
  await using here = await testRuntime({ clock });
  await using there = await here.anotherNode();
  const { member, staff } = await makeStaffedGym(here.db);
  await using sessions = await openLiveSessions(there);
  const { actor, token } = await signIn(here, member);
  const ends: string[] = [];
  sessions.open({ actor, end: (reason) => ends.push(reason) });
  sessions.open({ actor: (await signIn(here, staff)).actor, end: () => ends.push("somebody else") });
  await end(here, actor);
  // The clock stands still, so no poll can have done it.
  await expect.poll(() => ends).toEqual(["ended"]);
  await expect(authenticate(there, { token })).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

test.each(endings)("%s reaches the other node with the bus away, by the next look at the database", async (_, end) => {
  const clock = manualClock();
  await using here = await testRuntime({ clock });
  await using there = await here.anotherNode();
  const { member, staff } = await makeStaffedGym(here.db);
  // The people are older than the window that the nodes look at.
  await here.db.pool.query("update users set sessions_changed_at = now() - interval '1 hour'");
  await using sessions = await openLiveSessions(there);
  const { actor } = await signIn(here, member);
  const ends: string[] = [];
  sessions.open({ actor, end: (reason) => ends.push(reason) });
  sessions.open({ actor: (await signIn(here, staff)).actor, end: () => ends.push("somebody else") });
  here.broker.isDown = true;
  await end(here, actor);
  expect(ends).toEqual([]);
  clock.advance(1_000);
  await expect.poll(() => ends).toEqual(["ended"]);
});

test("a person who signs in again after signing out everywhere is not ended by that", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member } = await makeStaffedGym(node.db);
  await using sessions = await openLiveSessions(node);
  await signOutEverywhere(node, member);
  const ends: string[] = [];
  const old = { ...(await signIn(node, member, 2)).actor, sessionVersion: 1 };
  sessions.open({ actor: old, end: () => ends.push("old") });
  sessions.open({ actor: (await signIn(node, member, 2)).actor, end: () => ends.push("new") });
  clock.advance(1_000);
  await expect.poll(() => ends).toEqual(["old"]);
});

test("more changes at once than one answer may hold hide nobody's sign-out", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member, gymId } = await makeStaffedGym(node.db);
  await using sessions = await openLiveSessions(node);
  const { actor } = await signIn(node, member);
  await node.db.pool.query("insert into users (name, role, gym_id) select 'Imported ' || n, 'member', $1 from generate_series(1, 700) n", [
    gymId,
  ]);
  node.broker.isDown = true;
  await signOutEverywhere(node, member);
  const ends: string[] = [];
  sessions.open({ actor, end: (reason) => ends.push(reason) });
  clock.advance(1_000);
  await expect.poll(() => ends).toEqual(["ended"]);
});

test("a node that could not ask for a minute asks about that minute", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member } = await makeStaffedGym(node.db);
  const { actor } = await signIn(node, member);
  let isReachable = true;
  const asked = { count: 0 };
  await using sessions = await openLiveSessions({
    ...node,
    db: {
      rows: (statement, values) => {
        asked.count++;
        return isReachable ? node.db.rows(statement, values) : Promise.reject(new Error("connection refused"));
      },
    },
  });
  const ends: string[] = [];
  sessions.open({ actor, end: (reason) => ends.push(reason) });
  clock.advance(1_000);
  await expect.poll(() => asked.count).toBe(1);
  isReachable = false;
  node.broker.isDown = true;
  await signOutEverywhere(node, member);
  // What counts is the time by the database, so the change is moved back instead of the clock forward.
  await node.db.pool.query("update users set sessions_changed_at = now() - interval '50 seconds' where id = $1", [member]);
  for (let second = 0; second < 60; second++) clock.advance(1_000);
  isReachable = true;
  await expect
    .poll(() => {
      clock.advance(1_000);
      return ends;
    })
    .toEqual(["ended"]);
});

test("nobody asks the database while no socket is open", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member } = await makeStaffedGym(node.db);
  const { actor } = await signIn(node, member);
  let asked = 0;
  const rows: typeof node.db.rows = (statement, values) => {
    asked++;
    return node.db.rows(statement, values);
  };
  await using sessions = await openLiveSessions({ ...node, db: { rows } });
  clock.advance(5_000);
  expect(asked).toBe(0);
  const session = sessions.open({ actor, end: () => undefined });
  clock.advance(1_000);
  expect(asked).toBe(1);
  session[Symbol.dispose]();
  clock.advance(5_000);
  expect(asked).toBe(1);
});
