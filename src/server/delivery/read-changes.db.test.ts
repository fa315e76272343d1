/** What is new since a version or a moment is found from the newest place backwards: it must be what a look at everything finds. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { makeGym, makeUser } from "../testing/example-data";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { readChanges } from "./read-changes";

let world: TestRuntime;
let state = 7;
/** A whole number from 0 to `most`; the same ones in each run. */
const upTo = (most: number) => {
  state = (state * 48_271) % 2_147_483_647;
  return state % (most + 1);
};

beforeAll(async () => {
  world = await testRuntime();
  return () => world[Symbol.asyncDispose]();
});

const run = (text: string, values: unknown[] = []) => world.db.pool.query(text, values);

interface Written {
  seq: number;
  version: number;
  changedAt: Date;
}

/** A conversation of `messages`, with up to `marksMax` other changes before each, and some of them changed afterwards. */
async function makeHistory(messages: number, marksMax: number): Promise<{ id: string; version: number; written: Written[] }> {
  const gymId = await makeGym(world.db);
  const author = await makeUser(world.db, "member", { gymId });
  const id = randomUUID();
  const written: Written[] = [];
  let [version, at] = [0, Date.parse("2026-03-01T12:00:00Z")];
  const step = () => {
    version++;
    at += upTo(3) * 1_000;
  };
  for (let seq = 1; seq <= messages; seq++) {
    for (let marks = upTo(marksMax); marks > 0; marks--) step();
    step();
    written.push({ seq, version, changedAt: new Date(at) });
  }
  await run("insert into conversations (id, type, name, gym_id, last_seq, version) values ($1, 'group', 'Spin', $2, $3, $4)", [
    id,
    gymId,
    messages,
    version + 10,
  ]);
  await run("insert into conversation_participants (conversation_id, user_id, role) values ($1, $2, 'member')", [id, author]);
  await run(
    `insert into messages (conversation_id, id, seq, sender_id, content, version, created_at, changed_at)
     select $1, gen_random_uuid(), s.seq, $2, 'x', s.version, s.at, s.at from unnest($3::int[], $4::int[], $5::timestamptz[]) as s (seq, version, at)`,
    [id, author, written.map(({ seq }) => seq), written.map((one) => one.version), written.map(({ changedAt }) => changedAt)],
  );
  for (let changes = 0; changes < 5; changes++) {
    const changed = written[upTo(messages - 1)];
    if (!changed) continue;
    step();
    Object.assign(changed, { version, changedAt: new Date(at) });
    await run("update messages set edited_at = $3, changed_at = $3, version = $4 where conversation_id = $1 and seq = $2", [
      id,
      changed.seq,
      changed.changedAt,
      version,
    ]);
  }
  await run("update conversations set version = $2 where id = $1", [id, version + 10]);
  return { id, version, written };
}

test.each([
  { messages: 1, marksMax: 0 },
  { messages: 300, marksMax: 0 },
  { messages: 200, marksMax: 3 },
  { messages: 40, marksMax: 60 },
])("a gap is read whole: $messages messages with up to $marksMax other changes before each", async (shape) => {
  const { id, version, written } = await makeHistory(shape.messages, shape.marksMax);
  for (let look = 0; look < 60; look++) {
    const since = look === 0 ? 0 : upTo(version);
    const moment = look % 2 === 0 ? undefined : written[upTo(written.length - 1)]?.changedAt;
    const [found] = await readChanges(world.db, {
      versions: new Map([[id, since]]),
      ...(moment && { changedAt: moment.toISOString() }),
      messagesMax: 1_000,
      bytesMax: 1_000_000,
    });
    const wanted = written
      .filter((one) => one.version > since && (!moment || one.changedAt >= moment))
      .sort((one, other) => one.version - other.version);
    expect(found?.messages?.map(({ seq }) => seq)).toEqual(wanted.map(({ seq }) => seq));
  }
});
