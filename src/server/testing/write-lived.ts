import type { Sql } from "../platform/db";
import type { Lived } from "./report-world";

/** Writes what was lived through into the tables, some thousand rows a statement. The people are there already. */
export async function writeLived(sql: Sql, gymId: string, { conversations, cases, entries, messages }: Lived): Promise<void> {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  await insert(sql, "conversations (id, type, gym_id, member_id, last_seq, version, created_at, last_message_at, changed_at)", [
    ["uuid", conversations.map(({ id }) => id)],
    ["text", conversations.map(() => "support")],
    ["uuid", conversations.map(() => gymId)],
    ["uuid", conversations.map(({ memberId }) => memberId)],
    ["int", conversations.map(({ seq }) => seq)],
    ["int", conversations.map(({ version }) => version)],
    ["timestamptz", conversations.map(({ createdAt }) => iso(createdAt))],
    ["timestamptz", conversations.map(({ changedAt }) => iso(changedAt))],
    ["timestamptz", conversations.map(({ changedAt }) => iso(changedAt))],
  ]);
  const writers = [...new Map(messages.map((one) => [`${one.conversationId} ${one.senderId}`, one])).values()];
  await insert(sql, "conversation_participants (conversation_id, user_id, role, version, membership_version)", [
    ["uuid", writers.map(({ conversationId }) => conversationId)],
    ["uuid", writers.map(({ senderId }) => senderId)],
    ["text", writers.map(() => "member")],
    ["int", writers.map(() => 1)],
    ["int", writers.map(() => 1)],
  ]);
  await insert(sql, "messages (conversation_id, id, seq, sender_id, kind, content, created_at, version, changed_at)", [
    ["uuid", messages.map(({ conversationId }) => conversationId)],
    ["uuid", messages.map(() => crypto.randomUUID())],
    ["int", messages.map(({ seq }) => seq)],
    ["uuid", messages.map(({ senderId }) => senderId)],
    ["text", messages.map(({ kind }) => kind)],
    ["text", messages.map(() => "Hello")],
    ["timestamptz", messages.map(({ at }) => iso(at))],
    ["int", messages.map(({ version }) => version)],
    ["timestamptz", messages.map(({ at }) => iso(at))],
  ]);
  await insert(sql, "cases (conversation_id, number, status, assignee_id, opened_at, waiting_since, resolved_at, version)", [
    ["uuid", cases.map(({ conversationId }) => conversationId)],
    ["int", cases.map(({ number }) => number)],
    ["text", cases.map(({ status }) => status)],
    ["uuid", cases.map(({ assigneeId }) => assigneeId)],
    ["timestamptz", cases.map(({ openedAt }) => iso(openedAt))],
    ["timestamptz", cases.map(({ waitingSince }) => iso(waitingSince))],
    ["timestamptz", cases.map(({ status, openedAt }) => (status === "resolved" ? iso(openedAt) : null))],
    ["int", cases.map(() => 1)],
  ]);
  const labelled = cases.filter(({ labels }) => labels.length > 0);
  await sql.rows(
    {
      name: "testing-label-cases",
      text: `update cases set labels = string_to_array(l.labels, ',') from unnest($1::uuid[], $2::int[], $3::text[]) as l (id, number, labels)
        where cases.conversation_id = l.id and cases.number = l.number`,
    },
    [
      labelled.map(({ conversationId }) => conversationId),
      labelled.map(({ number }) => number),
      labelled.map(({ labels }) => labels.join()),
    ],
  );
  await insert(sql, "case_events (conversation_id, number, version, place, actor_id, at, kind, data)", [
    ["uuid", entries.map(({ conversationId }) => conversationId)],
    ["int", entries.map(({ number }) => number)],
    ["int", entries.map(({ version }) => version)],
    ["int", entries.map(({ place }) => place)],
    ["uuid", entries.map(({ actorId }) => actorId)],
    ["timestamptz", entries.map(({ at }) => iso(at))],
    ["text", entries.map(({ fact }) => fact.kind)],
    ["jsonb", entries.map(({ fact: { kind: _kind, ...data } }) => JSON.stringify(data))],
  ]);
}

async function insert(sql: Sql, target: string, columns: readonly [type: string, values: unknown[]][]): Promise<void> {
  const count = columns[0]?.[1].length ?? 0;
  const arrays = columns.map(([type], at) => `$${at + 1}::${type}[]`).join(", ");
  const statement = { name: `testing-insert-${target.split(" ")[0]}`, text: `insert into ${target} select * from unnest(${arrays})` };
  for (let at = 0; at < count; at += 5_000) {
    await sql.rows(
      statement,
      columns.map(([, values]) => values.slice(at, at + 5_000)),
    );
  }
}
