import type { QueueInput, QueuePage, QueueView } from "../../shared/support";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { decodeKeyset, encodeKeyset } from "../chat/keyset";
import { readSummaries } from "../chat/read-summary";
import { type CaseRow, caseOf } from "../delivery/rows";

interface QueueRow extends CaseRow, Record<string, unknown> {
  activity: string;
}

// Those who wait come first, the longest wait ahead; then the others, newest activity ahead. Only the newest case of a conversation counts.
const readPage = {
  name: "support-read-queue",
  text: `
    select s.*, coalesce(c.last_message_at, c.created_at) as activity
    from cases s join conversations c on c.id = s.conversation_id
    where c.gym_id = $1 and c.type = 'support'
      and (s.status = 'resolved') = ($2 = 'resolved')
      and ($2 <> 'mine' or s.assignee_id = $3) and ($2 <> 'unassigned' or s.assignee_id is null)
      and ($2 <> 'resolved' or s.number = (select max(number) from cases n where n.conversation_id = s.conversation_id))
      and ($5::text is null or (coalesce(s.waiting_since, 'infinity'), -extract(epoch from coalesce(c.last_message_at, c.created_at)), c.id)
             > ($5::timestamptz, -extract(epoch from $6::timestamptz), $7::uuid))
    order by coalesce(s.waiting_since, 'infinity'), -extract(epoch from coalesce(c.last_message_at, c.created_at)), c.id
    limit $4`,
};

const countCases = {
  name: "support-count-cases",
  text: `
    select count(*) filter (where s.status <> 'resolved') as all,
      count(*) filter (where s.status <> 'resolved' and s.assignee_id = $2) as mine,
      count(*) filter (where s.status <> 'resolved' and s.assignee_id is null) as unassigned,
      count(*) filter (where s.status = 'resolved'
        and s.number = (select max(number) from cases n where n.conversation_id = s.conversation_id)) as resolved
    from cases s join conversations c on c.id = s.conversation_id
    where c.gym_id = $1`,
};

/**
 * The support queue of the caller's desk.
 * @throws FORBIDDEN for everybody but staff and admins · RATE_LIMITED · BAD_INPUT (a cursor that is not ours)
 */
export async function readQueue(ctx: ChatContext, { view, cursor, limit }: QueueInput): Promise<QueuePage> {
  const { actor, db } = ctx;
  requireDesk(actor);
  await ctx.rateLimits.take("reads", actor.id);
  const [waiting, activity, id] = cursor ? decodeKeyset(cursor, ["timeOrInfinity", "time", "uuid"]) : [null, null, null];
  const rows = await db.rows<QueueRow>(readPage, [actor.gymId, view, actor.id, limit + 1, waiting, activity, id]);
  const [counts] = await db.rows<Record<QueueView, number>>(countCases, [actor.gymId, actor.id]);
  const page = rows.slice(0, limit);
  const summaries = await readSummaries(
    db,
    actor.id,
    page.map((row) => row.conversation_id),
  );
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  const last = page.at(-1);
  return {
    items: page.flatMap((row) => {
      const conversation = byId.get(row.conversation_id);
      return conversation ? [{ conversation, case: caseOf(row) }] : [];
    }),
    nextCursor: rows.length > limit && last ? encodeKeyset([last.waiting_since ?? "infinity", last.activity, last.conversation_id]) : null,
    counts: counts ?? { mine: 0, unassigned: 0, all: 0, resolved: 0 },
  };
}
