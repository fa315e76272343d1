import { limits } from "../../shared/limits";
import type { QueueInput, QueuePage, QueueView } from "../../shared/support";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { decodeKeyset, encodeKeyset } from "../chat/keyset";
import { readSummaries } from "../chat/read-summary";
import { type CaseRow, caseOf } from "../delivery/rows";

interface QueueRow extends CaseRow, Record<string, unknown> {
  activity: string;
}

// What is open is bounded by the present, and sorted whole. Those who wait come first, the longest wait ahead; then the others, newest activity
// ahead. Only the newest case of a conversation can be open.
const readOpen = {
  name: "support-read-open-cases",
  text: `
    select s.*, coalesce(c.last_message_at, c.created_at) as activity
    from cases s join conversations c on c.id = s.conversation_id
    where s.gym_id = $1 and s.status <> 'resolved' and ($6 = 'all' or s.assignee_id is not distinct from case when $6 = 'mine' then $7::uuid end)
      and ($3::text is null or (coalesce(s.waiting_since, 'infinity'), -extract(epoch from coalesce(c.last_message_at, c.created_at)), c.id)
             > ($3::timestamptz, -extract(epoch from $4::timestamptz), $5::uuid))
    order by coalesce(s.waiting_since, 'infinity'), -extract(epoch from coalesce(c.last_message_at, c.created_at)), c.id
    limit $2`,
};

// What is resolved is the history: read along the index of activity, newest first, past the few that are open.
const resolved = `
  from conversations c
  cross join lateral (select * from cases n where n.conversation_id = c.id order by n.number desc limit 1) s
  where c.gym_id = $1 and c.type = 'support' and s.status = 'resolved'`;

const readResolved = {
  name: "support-read-resolved-cases",
  text: `
    select s.*, coalesce(c.last_message_at, c.created_at) as activity ${resolved}
      and coalesce(c.last_message_at, c.created_at) <= coalesce($3::timestamptz, 'infinity')
      and ($3 is null or coalesce(c.last_message_at, c.created_at) < $3 or c.id > $4::uuid)
    order by coalesce(c.last_message_at, c.created_at) desc, c.id
    limit $2`,
};

const countCases = {
  name: "support-count-cases",
  text: `
    select count(*) as all, count(*) filter (where assignee_id = $2) as mine, count(*) filter (where assignee_id is null) as unassigned,
      (select count(*) from (select 1 ${resolved} order by coalesce(c.last_message_at, c.created_at) desc limit $3) counted) as resolved
    from cases
    where gym_id = $1 and status <> 'resolved'`,
};

/**
 * The support queue of the caller's desk.
 * @throws FORBIDDEN for everybody but staff and admins · RATE_LIMITED · BAD_INPUT (a cursor that is not ours)
 */
export async function readQueue(ctx: ChatContext, { view, cursor, limit }: QueueInput): Promise<QueuePage> {
  const { actor, db } = ctx;
  requireDesk(actor);
  await ctx.rateLimits.take("reads", actor.id);
  const isHistory = view === "resolved";
  const [after1, after2, after3] = cursor ? decodeKeyset(cursor, isHistory ? ["time", "uuid"] : ["timeOrInfinity", "time", "uuid"]) : [];
  const rows = isHistory
    ? await db.rows<QueueRow>(readResolved, [actor.gymId, limit + 1, after1, after2])
    : await db.rows<QueueRow>(readOpen, [actor.gymId, limit + 1, after1, after2, after3, view, actor.id]);
  const [counts] = await db.rows<Record<QueueView, number>>(countCases, [actor.gymId, actor.id, limits.resolvedCountMax]);
  const page = rows.slice(0, limit);
  const summaries = await readSummaries(
    db,
    actor.id,
    page.map((row) => row.conversation_id),
  );
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  const last = page.at(-1);
  const place = last ? [last.activity, last.conversation_id] : [];
  return {
    items: page.flatMap((row) => {
      const conversation = byId.get(row.conversation_id);
      return conversation ? [{ conversation, case: caseOf(row) }] : [];
    }),
    nextCursor: rows.length > limit && last ? encodeKeyset(isHistory ? place : [last.waiting_since ?? "infinity", ...place]) : null,
    counts: counts ?? { mine: 0, unassigned: 0, all: 0, resolved: 0 },
  };
}
