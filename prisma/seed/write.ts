import type { Sql } from "../../src/server/platform/db";
import type { History } from "./history";
import { timelineOf } from "./timeline";

type Column = [name: string, type: string, values: unknown[]];

/** Inserts rows given by columns, a few thousand a statement. */
export async function insertRows(sql: Sql, table: string, columns: readonly Column[]): Promise<void> {
  const rows = columns[0]?.[2].length ?? 0;
  const names = columns.map(([name]) => name).join(", ");
  const arrays = columns.map(([, type], at) => `$${at + 1}::${type}[]`).join(", ");
  for (let at = 0; at < rows; at += 4_000) {
    await sql.rows(
      { name: `seed-${table}`, text: `insert into ${table} (${names}) select * from unnest(${arrays})` },
      columns.map(([, , values]) => values.slice(at, at + 4_000)),
    );
  }
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Writes conversations and everything in them. */
export async function writeHistories(sql: Sql, histories: readonly History[]): Promise<void> {
  await writeConversations(sql, histories);
  await writeParts(sql, histories);
  await writeMessages(sql, histories);
  const marks = histories.flatMap(({ id, readMarks }) => readMarks.map((mark) => ({ ...mark, id })));
  await insertRows(sql, "read_marks", [
    ["conversation_id", "uuid", marks.map(({ id }) => id)],
    ["user_id", "uuid", marks.map(({ userId }) => userId)],
    ["read_seq", "int", marks.map(({ seq }) => seq)],
    ["read_at", "timestamptz", marks.map(({ at }) => iso(at))],
  ]);
  await writeCases(sql, histories);
}

async function writeConversations(sql: Sql, histories: readonly History[]): Promise<void> {
  await insertRows(sql, "conversations", [
    ["id", "uuid", histories.map(({ id }) => id)],
    ["type", "text", histories.map(({ plan }) => plan.type)],
    ["name", "text", histories.map(({ plan }) => plan.name)],
    ["gym_id", "uuid", histories.map(({ plan }) => plan.gymId)],
    ["member_id", "uuid", histories.map(({ plan }) => plan.member?.id ?? null)],
    [
      "direct_key",
      "text",
      histories.map(({ plan }) =>
        plan.type === "direct"
          ? plan.people
              .map(({ id }) => id)
              .sort()
              .join(":")
          : null,
      ),
    ],
    ["last_seq", "int", histories.map(({ lastSeq }) => lastSeq)],
    ["version", "int", histories.map(({ version }) => version)],
    ["name_version", "int", histories.map(() => 1)],
    ["created_at", "timestamptz", histories.map(({ createdAt }) => iso(createdAt))],
    ["last_message_at", "timestamptz", histories.map(({ lastMessageAt }) => iso(lastMessageAt))],
    ["changed_at", "timestamptz", histories.map(({ changedAt }) => iso(changedAt))],
  ]);
}

async function writeParts(sql: Sql, histories: readonly History[]): Promise<void> {
  const parts = histories.flatMap(({ id, parts }) => parts.map((part) => ({ ...part, id })));
  await insertRows(sql, "conversation_participants", [
    ["conversation_id", "uuid", parts.map(({ id }) => id)],
    ["user_id", "uuid", parts.map(({ person }) => person.id)],
    ["role", "text", parts.map(({ person }) => person.role)],
    ["joined_at", "timestamptz", parts.map(({ joinedAt }) => iso(joinedAt))],
    ["last_read_at", "timestamptz", parts.map(({ readAt }) => iso(readAt))],
    ["last_read_seq", "int", parts.map(({ readSeq }) => readSeq)],
    ["last_delivered_seq", "int", parts.map(({ deliveredSeq }) => deliveredSeq)],
    ["version", "int", parts.map(({ version }) => version)],
    ["membership_version", "int", parts.map(({ joinedVersion }) => joinedVersion)],
    ["changed_at", "timestamptz", parts.map(({ changedAt }) => iso(changedAt))],
  ]);
}

async function writeMessages(sql: Sql, histories: readonly History[]): Promise<void> {
  const messages = histories.flatMap(({ id, messages }) => messages.map((message) => ({ ...message, conversationId: id })));
  const times = messages.map(({ at }) => iso(at));
  await insertRows(sql, "messages", [
    ["conversation_id", "uuid", messages.map(({ conversationId }) => conversationId)],
    ["id", "uuid", messages.map(({ id }) => id)],
    ["seq", "int", messages.map(({ seq }) => seq)],
    ["sender_id", "uuid", messages.map(({ by }) => by)],
    ["content", "text", messages.map(({ text }) => text)],
    ["created_at", "timestamptz", times],
    ["version", "int", messages.map(({ version }) => version)],
    ["changed_at", "timestamptz", times],
  ]);
}

async function writeCases(sql: Sql, histories: readonly History[]): Promise<void> {
  const cases = histories.flatMap(({ id, cases }) => cases.map((one) => ({ ...one, id })));
  await insertRows(sql, "cases", [
    ["conversation_id", "uuid", cases.map(({ id }) => id)],
    ["number", "int", cases.map(({ number }) => number)],
    ["status", "text", cases.map(({ status }) => status)],
    ["priority", "text", cases.map(({ priority }) => priority)],
    ["topic", "text", cases.map(({ topic }) => topic)],
    ["assignee_id", "uuid", cases.map(({ assignee }) => assignee?.id ?? null)],
    ["waiting_since", "timestamptz", cases.map(({ waitingSince }) => iso(waitingSince))],
    ["opened_at", "timestamptz", cases.map(({ openedAt }) => iso(openedAt))],
    ["first_reply_at", "timestamptz", cases.map(({ firstReplyAt }) => iso(firstReplyAt))],
    ["resolved_at", "timestamptz", cases.map(({ resolvedAt }) => iso(resolvedAt))],
    ["version", "int", cases.map(({ version }) => version)],
    ["changed_at", "timestamptz", cases.map(({ changedAt }) => iso(changedAt))],
  ]);
  // An array of arrays would have to be square: each case's labels travel as one text.
  const labelled = cases.filter(({ labels }) => labels.length > 0);
  await sql.rows(
    {
      name: "seed-labels",
      text: `update cases set labels = string_to_array(l.labels, ',') from unnest($1::uuid[], $2::int[], $3::text[]) as l (id, number, labels)
        where cases.conversation_id = l.id and cases.number = l.number`,
    },
    [labelled.map(({ id }) => id), labelled.map(({ number }) => number), labelled.map(({ labels }) => labels.join(","))],
  );
  const entries = histories.flatMap((history) => timelineOf(history).map((entry) => ({ ...entry, id: history.id })));
  await insertRows(sql, "case_events", [
    ["conversation_id", "uuid", entries.map(({ id }) => id)],
    ["number", "int", entries.map(({ number }) => number)],
    ["version", "int", entries.map(({ version }) => version)],
    ["place", "int", entries.map(({ place }) => place)],
    ["actor_id", "uuid", entries.map(({ actorId }) => actorId)],
    ["kind", "text", entries.map(({ kind }) => kind)],
    ["at", "timestamptz", entries.map(({ at }) => iso(at))],
    ["data", "jsonb", entries.map(({ data }) => JSON.stringify(data))],
  ]);
  const notes = histories.flatMap(({ id, notes }) => notes.map((note) => ({ ...note, conversationId: id })));
  await insertRows(sql, "notes", [
    ["conversation_id", "uuid", notes.map(({ conversationId }) => conversationId)],
    ["id", "uuid", notes.map(({ id }) => id)],
    ["author_id", "uuid", notes.map(({ author }) => author)],
    ["content", "text", notes.map(({ content }) => content)],
    ["created_at", "timestamptz", notes.map(({ at }) => iso(at))],
    ["version", "int", notes.map(({ version }) => version)],
    ["changed_at", "timestamptz", notes.map(({ at }) => iso(at))],
  ]);
}
