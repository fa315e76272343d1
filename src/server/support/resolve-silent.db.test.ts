import { expect, test } from "vitest";
import { listMessages } from "../chat/list-messages";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { manualClock } from "../testing/manual-clock";
import { witness } from "../testing/witness";
import { setAutoResolve } from "./desk-setup";
import { resolveCase } from "./resolve-case";
import { resolveSilent } from "./resolve-silent";
import { setStatus } from "./set-status";
import { snoozeCase } from "./snooze-case";
import { wakeSnoozed } from "./wake-snoozed";

/** A desk that resolves after two days of silence and one of warning; its member was answered. */
async function silentDesk(): Promise<DeskWorld> {
  const w = await deskWorld({ clock: manualClock() });
  await setAutoResolve(await w.as(w.admin), { afterHours: 48, warningHours: 24, warning: "Still there, {{member.firstName}}?" });
  await w.say(w.staff, "Here I am.");
  return w;
}

async function hoursPass(w: DeskWorld, hours: number): Promise<void> {
  await w.services.db.pool.query("update cases set active_at = active_at - make_interval(hours => $1)", [hours]);
}

/** So long ago is also what was written and done: beside the rule that no entry ever changes. */
async function hoursPassForAll(w: DeskWorld, hours: number): Promise<void> {
  await hoursPass(w, hours);
  const ages = ["conversations set last_message_at = last_message_at", "case_events set at = at"];
  await w.services.db.transaction(async (sql) => {
    await sql.rows({ name: "testing-unruly", text: "set local session_replication_role = replica" });
    for (const [n, age] of ages.entries()) {
      await sql.rows({ name: `testing-age-${n}`, text: `update ${age} - make_interval(hours => $1)` }, [hours]);
    }
  });
}

async function warnings(w: DeskWorld): Promise<number> {
  const { messages } = await listMessages(await w.as(w.member), { conversationId: w.conversationId, limit: 100 });
  return messages.filter(({ kind, content }) => kind === "system" && content.startsWith("Still there,")).length;
}

test("a silent case is warned of once, then resolved once, however many processes look; both are told", async () => {
  await using w = await silentDesk();
  await using far = await w.anotherProcess();
  await using member = await witness(far.services, w.member);
  await using desk = await witness(w.services, w.staff, "desk");
  const all = () => Promise.all([w.services, far.services, w.services, far.services].map(resolveSilent));
  const sum = (counts: number[]) => counts.reduce((total, one) => total + one);
  await hoursPass(w, 47);
  expect(sum(await all())).toBe(0);
  await hoursPass(w, 1);
  expect(sum(await all())).toBe(1);
  expect(await warnings(w)).toBe(1);
  expect((await w.file()).case).toMatchObject({ status: "open", waitingSince: null });
  await hoursPass(w, 23);
  expect(sum(await all())).toBe(0);
  await hoursPass(w, 1);
  expect(sum(await all())).toBe(1);
  const { case: one, timeline } = await w.file();
  expect(one.status).toBe("resolved");
  expect(timeline.at(-1)).toMatchObject({ kind: "status", from: "open", to: "resolved", actorId: null });
  await hoursPass(w, 100);
  expect(sum(await all())).toBe(0);
  expect(await warnings(w)).toBe(1);
  await member.expectLevel();
  await desk.expectLevel();
});

test("never while the member waits: their words after the warning keep the case, and the desk's begin the silence anew", async () => {
  await using w = await silentDesk();
  await hoursPass(w, 48);
  expect(await resolveSilent(w.services)).toBe(1);
  await w.say(w.member, "Yes, still here");
  await hoursPass(w, 500);
  expect(await resolveSilent(w.services)).toBe(0);
  expect((await w.file()).case).toMatchObject({ status: "open" });
  await w.say(w.staff, "Then let us see.");
  await hoursPass(w, 24);
  expect(await resolveSilent(w.services)).toBe(0);
  await hoursPass(w, 24);
  expect(await resolveSilent(w.services)).toBe(1);
  expect(await warnings(w)).toBe(2);
});

test("a word of the desk after the warning is a word, too", async () => {
  await using w = await silentDesk();
  await hoursPass(w, 48);
  await resolveSilent(w.services);
  await w.say(w.staff, "No hurry.");
  await hoursPass(w, 30);
  expect(await resolveSilent(w.services)).toBe(0);
  expect((await w.file()).case.status).toBe("open");
});

test("what nobody was ever answered in, and any desk that did not ask for it, is left alone", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  await hoursPass(w, 500);
  await w.say(w.staff, "Hello!");
  await hoursPass(w, 500);
  expect(await resolveSilent(w.services)).toBe(0);
  await setAutoResolve(await w.as(w.admin), { afterHours: 48, warningHours: 24, warning: "Still there?" });
  await w.services.db.pool.query("update cases set first_reply_at = null");
  expect(await resolveSilent(w.services)).toBe(0);
});

test("what somebody at the desk wakes or opens again, or a sleep that ends, begins the silence anew: nothing ends under their hands", async () => {
  await using w = await silentDesk();
  const staff = await w.as(w.staff);
  await hoursPassForAll(w, 48);
  expect(await resolveSilent(w.services)).toBe(1);
  await snoozeCase(staff, { ...(await w.seen()), until: new Date(Date.now() + 3_600_000).toISOString() });
  await hoursPassForAll(w, 100);
  await w.services.db.pool.query("update cases set snoozed_until = now()");
  // The warning is days old when it wakes.
  expect(await wakeSnoozed(w.services)).toBe(1);
  expect(await resolveSilent(w.services)).toBe(0);
  expect((await w.file()).case.status).toBe("open");

  await resolveCase(staff, await w.seen());
  await setStatus(staff, { ...(await w.seen()), status: "open" });
  expect(await resolveSilent(w.services)).toBe(0);
  expect((await w.file()).case.status).toBe("open");
  await hoursPassForAll(w, 48);
  expect(await resolveSilent(w.services)).toBe(1);
  expect((await w.file()).case.status).toBe("open");
  expect(await warnings(w)).toBe(2);
});
