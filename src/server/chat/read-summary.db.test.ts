import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { createServices } from "../api/services";
import { readChanges } from "../delivery/read-changes";
import { as } from "../testing/actors";
import { makeStaffedGym } from "../testing/example-data";
import { testRuntime } from "../testing/test-runtime";
import { createConversation } from "./create-conversation";
import { getConversation } from "./get-conversation";

/** A group of three whom `former` people have left, one a minute, the first in 2025; those of the last `inGap` at version 9, the others at 2. */
async function worldOf({ former, inGap }: { former: number; inGap: number }) {
  const runtime = await testRuntime();
  const services = await createServices(runtime);
  const { gymId, trainer, member, staff } = await makeStaffedGym(runtime.db);
  const ctx = await as(services, trainer);
  const { id } = await createConversation(ctx, { type: "group", name: "Spin", participantIds: [member, staff] });
  await runtime.db.pool.query("update conversations set version = 9 where id = $1", [id]);
  await runtime.db.pool.query(
    `with people as (insert into users (name, role, gym_id) select 'Former ' || n, 'member', $2 from generate_series(1, $3::int) n returning id, name)
     insert into conversation_participants (conversation_id, user_id, role, joined_at, left_at, version, membership_version)
     select $1, id, 'member', '2024-01-01', '2025-01-01'::timestamptz + n * interval '1 minute', v, v from people
     cross join lateral (select split_part(name, ' ', 2)::int as n) a cross join lateral (select case when n > $3 - $4::int then 9 else 2 end as v) b`,
    [id, gymId, former, inGap],
  );
  return {
    id,
    ctx,
    here: [trainer, member, staff],
    async [Symbol.asyncDispose]() {
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const numbers = (names: readonly string[]) =>
  names.filter((name) => name.startsWith("Former")).map((name) => Number(name.slice("Former ".length)));

test("a conversation shows all who take part, and of those who left the last hundred", async () => {
  await using w = await worldOf({ former: 130, inGap: 0 });
  const { participants } = await getConversation(w.ctx, w.id);
  expect(participants.filter(({ leftAt }) => leftAt === null).map(({ id }) => id)).toEqual(expect.arrayContaining(w.here));
  const shown = numbers(participants.map(({ name }) => name)).sort((a, b) => a - b);
  expect(shown).toEqual(Array.from({ length: limits.formerParticipantsMax }, (_, at) => at + 31));
});

test("whoever left in a gap is in it, however many they are", async () => {
  await using w = await worldOf({ former: 160, inGap: 150 });
  const versions = new Map([[w.id, 8]]);
  const [changes] = await readChanges(w.ctx.db, { versions, messagesMax: 10, bytesMax: 1_000_000 });
  expect(numbers(changes?.participants.map(({ name }) => name) ?? [])).toHaveLength(150);
  const [later] = await readChanges(w.ctx.db, { versions: new Map([[w.id, 9]]), messagesMax: 10, bytesMax: 1_000_000 });
  expect(numbers(later?.participants.map(({ name }) => name) ?? [])).toHaveLength(limits.formerParticipantsMax);
});
