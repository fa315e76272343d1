import { expect, it } from "vitest";
import { type ChatPerson, chatPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { type TestServer, testServer } from "../server/testing/test-server";
import type { DeskView, QueueFilters } from "../shared/support";
import { caseDesk } from "./case-desk";
import { deskBulk } from "./desk-bulk";

const cases = 120;

function crowd(gymId: string, staff: string): string[] {
  return [
    `create temp table crowd as select n, gen_random_uuid() as conversation, gen_random_uuid() as member from generate_series(1, ${cases}) n`,
    `insert into users (id, email, name, role, gym_id)
       select member, member || '@example.com', 'Crowd ' || case when n % 9 = 0 then 'Märta ' else '' end || n, 'member', '${gymId}' from crowd`,
    `insert into conversations (id, type, gym_id, member_id, last_seq, version, name_version, created_at, last_message_at)
       select conversation, 'support', '${gymId}', member, 0, 1, 1, now() - interval '9 days', now() - n * interval '1 minute' from crowd`,
    `insert into conversation_participants
         (conversation_id, user_id, role, joined_at, last_read_seq, last_delivered_seq, version, membership_version)
       select conversation, member, 'member', now() - interval '9 days', 0, 0, 1, 1 from crowd`,
    `insert into cases (conversation_id, number, version, waiting_since, assignee_id, priority, labels, status, snoozed_until, resolved_at)
       select conversation, 1, 1, case when n % 3 > 0 and n <= 110 then now() - n * interval '1 minute' end, case when n % 4 = 0 then '${staff}'::uuid end,
         case when n % 5 = 0 then 'urgent' else 'normal' end, case when n % 6 = 0 then array['vip'] else '{}'::text[] end,
         case when n > 115 then 'resolved' when n > 110 then 'snoozed' else 'open' end,
         case when n between 111 and 115 then now() + n * interval '1 hour' end, case when n > 115 then now() end
       from crowd`,
  ];
}

/** A desk with as many cases as fill three pages: two of three wait, some have somebody, some are urgent, some labelled, a few asleep or resolved. */
async function crowdedDesk() {
  const server = await testServer();
  const { gymId, staff } = await makeStaffedGym(server.runtime.db);
  const db = await server.runtime.db.pool.connect();
  // The case takes its gym from the conversation, which must stand before it.
  for (const statement of crowd(gymId, staff)) await db.query(statement);
  db.release();
  const sam = await chatPerson(server, staff);
  return {
    server,
    sam,
    staff,
    async [Symbol.asyncDispose]() {
      await sam.client.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Every page of these views, on a client that begins now. */
async function fresh(server: TestServer, userId: string, views: readonly (readonly [DeskView, QueueFilters])[]): Promise<string[][]> {
  await using other = await chatPerson(server, userId);
  return await Promise.all(views.map(([view, filters]) => whole(other, view, filters)));
}

async function whole({ client }: ChatPerson, view: DeskView, filters: QueueFilters): Promise<string[]> {
  const queue = client.queue(view, filters);
  const end = queue.subscribe(() => undefined);
  await until(queue, ({ status }) => status === "ready");
  while (queue.getSnapshot().hasMore) await client.loadMoreQueue(view, filters);
  end();
  return idsOf(queue.getSnapshot());
}

const idsOf = ({ items }: { items: readonly { conversation: { id: string } }[] }) => items.map(({ conversation }) => conversation.id);

const asked: [DeskView, QueueFilters][] = [
  ["all", {}],
  ["mine", {}],
  ["unassigned", { priorities: ["urgent"] }],
  ["all", { labels: ["vip"] }],
  ["all", { text: "marta" }],
  ["all", { waitingForS: 3_600, assigneeId: null }],
  ["all", { unread: true }],
  ["snoozed", {}],
  ["resolved", {}],
];

it("shows of each view what a fresh client shows, before and after many cases have changed", async () => {
  await using desk = await crowdedDesk();
  const { server, sam, staff } = desk;
  const ends = asked.map(([view, filters]) => sam.client.queue(view, filters).subscribe(() => undefined));
  const shown = await Promise.all(asked.map(([view, filters]) => whole(sam, view, filters)));
  for (const ids of shown) expect(new Set(ids).size).toBe(ids.length);
  expect(shown).toEqual(await fresh(server, staff, asked));
  expect(sam.client.queue("all").getSnapshot().counts).toEqual({
    all: 110,
    mine: 27,
    unassigned: 83,
    mentions: 0,
    snoozed: 5,
    resolved: 5,
  });

  const first = sam.client.queue("all").getSnapshot().items.slice(0, 12);
  const cases = first.map((item) => ({ conversationId: item.conversation.id, version: item.case.version }));
  const bulk = deskBulk(sam.client);
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  const pick = (from: number, to: number) => ({ kind: "chosen" as const, cases: cases.slice(from, to) });
  await bulk.run({ kind: "assign", assigneeId: staff }, pick(0, 4), options);
  const { id } = await bulk.run({ kind: "resolve" }, pick(4, 8), options);
  await bulk.run({ kind: "setPriority", priority: "urgent" }, pick(8, 12), options);
  expect(await bulk.undo(id)).toEqual({ done: 4, failed: 0 });
  const wanted = await fresh(server, staff, asked);
  for (const [at, [view, filters]] of asked.entries()) {
    await until(sam.client.queue(view, filters), (now) => idsOf(now).join() === wanted[at]?.join());
  }
  for (const end of ends) end();
});

it("shows nothing beyond the pages that were read, so that a further one never pushes itself between rows that are shown", async () => {
  await using desk = await crowdedDesk();
  const { sam, server, staff } = desk;
  const [order = []] = await fresh(server, staff, [["all", {}]]);
  const queue = sam.client.queue("all");
  const end = queue.subscribe(() => undefined);
  await until(queue, ({ status }) => status === "ready");
  expect(idsOf(queue.getSnapshot())).toEqual(order.slice(0, 50));
  // Another view knows of cases beyond the edge, and one of them changes.
  await whole(sam, "unassigned", {});
  const late = order[90] ?? "";
  const file = caseDesk(sam.client).file(late);
  const endFile = file.subscribe(() => undefined);
  await until(file, ({ status }) => status === "ready");
  await caseDesk(sam.client).setPriority(late, "high");
  expect(idsOf(queue.getSnapshot())).toEqual(order.slice(0, 50));
  await sam.client.loadMoreQueue("all");
  expect(idsOf(queue.getSnapshot())).toEqual(order.slice(0, 100));
  expect(queue.getSnapshot().items[90]?.case.priority).toBe("high");
  endFile();
  end();
});
