import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { createServices } from "../api/services";
import type { Sql } from "../platform/db";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { testRuntime } from "../testing/test-runtime";
import { removeParticipant } from "./change-group";
import { createConversation } from "./create-conversation";
import { openTypingRights } from "./typing-rights";

it("all who type or watch in one moment are one question, each is answered for themselves, and the next question sees who was removed", async () => {
  await using runtime = await testRuntime();
  const services = await createServices(runtime);
  await using _stop = { [Symbol.asyncDispose]: () => services.stop() };
  const [gym, elsewhere] = [await makeStaffedGym(runtime.db), await makeStaffedGym(runtime.db)];
  const members = await Promise.all(Array.from({ length: 30 }, () => makeUser(runtime.db, "member", { gymId: gym.gymId })));
  const trainer = await as(services, gym.trainer);
  const { id: group } = await createConversation(trainer, { type: "group", name: "Spin", participantIds: members });
  const { id: support } = await openSupport(await as(services, gym.member), null);

  let questions = 0;
  const rows: Sql["rows"] = (statement, values) => {
    questions++;
    return runtime.db.rows(statement, values);
  };
  const clock = manualClock();
  const { requireWatch } = openTypingRights({ rows }, clock);
  const actors = await Promise.all(members.map((userId) => as(services, userId)));
  const [stranger, staff, foreigner] = await Promise.all([gym.member, gym.staff, elsewhere.staff].map((userId) => as(services, userId)));
  const answers = await Promise.allSettled([
    ...actors.map(({ actor }) => requireWatch(actor, group)),
    ...[stranger, foreigner].map((ctx) => ctx && requireWatch(ctx.actor, group)),
    ...[stranger, staff, foreigner].map((ctx) => ctx && requireWatch(ctx.actor, support)),
    ...[stranger].map((ctx) => ctx && requireWatch(ctx.actor, uuidv7())),
  ]);
  expect(questions).toBe(1);
  const said = answers.map((answer) => (answer.status === "fulfilled" ? "may" : answer.reason.code));
  const no = "NOT_A_PARTICIPANT";
  expect(said.slice(0, 30)).toEqual(members.map(() => "may"));
  expect(said.slice(30)).toEqual([no, no, "may", "may", no, no]);

  await removeParticipant(trainer, { conversationId: group, userId: members[0] ?? "" });
  // The pause of the first question is not over: these two gather.
  const next = Promise.allSettled(actors.slice(0, 2).map(({ actor }) => requireWatch(actor, group)));
  await new Promise((resolve) => setImmediate(resolve));
  expect(questions).toBe(1);
  clock.advance(50);
  expect((await next).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(questions).toBe(2);
});
