/**
 * How the queue is read. A view is a walk along one of the indexes of migration 0007 from where the last page ended, past what the filters leave out: one walk
 * at each desk, no further than a page, and of what they find the first. Each view has statements of its own, so that its index is chosen whatever the values.
 */
import { limits } from "../../shared/limits";
import type { DeskView, QueueFilters } from "../../shared/support";
import { caseColumns } from "../delivery/rows";
import type { Statement } from "../platform/named-query";

/** The views of what is open or pending. */
export type OpenView = Exclude<DeskView, "snoozed" | "resolved">;

// $1 gyms, $2 limit, $3 and $4 the place after which it goes on, $5 the viewer.
const viewOf: Record<OpenView, string> = {
  all: "",
  mine: "and s.assignee_id = $5",
  unassigned: "and s.assignee_id is null",
  mentions: "and s.mentioned_ids @> array[$5]",
};

// By the pairs of letters of their names (migration 0005), read once for the page.
const ofMembersNamed = `
        select c.id from unnest($1::uuid[]) as own (gym_id)
        cross join lateral (select array_agg(pair) as pairs from unnest($12) word cross join unnest(letter_pairs(own.gym_id, 'member', word)) pair) q
        join users u on letter_pairs(u.gym_id, u.role, u.name) @> q.pairs
        join conversations c on c.gym_id = own.gym_id and c.member_id = u.id
        where (u.gym_id, u.role) is not distinct from (own.gym_id, 'member') and u.disabled_at is null
          and not exists (select 1 from unnest($12) word where strpos(folded(u.name), folded(word)) = 0)`;

const filters = `
      and ($6::text[] is null or s.labels @> $6) and ($7::text[] is null or s.priority = any($7))
      and ($8::boolean is not true or s.assignee_id is not distinct from $9::uuid)
      and ($10::int is null or s.waiting_since <= now() - make_interval(secs => $10))
      and ($11::boolean is not true or (select c.last_seq from conversations c where c.id = s.conversation_id) > coalesce((
        select p.last_read_seq from conversation_participants p
        where p.conversation_id = s.conversation_id and p.user_id = $5 and p.left_at is null), 0))
      and ($12::text[] is null or s.conversation_id in (${ofMembersNamed}) or (s.topic is not null and not exists (
        select 1 from unnest($12) word where strpos(folded(s.topic), folded(word)) = 0)))`;

/** The values of the filters, $6 and on. */
export function filterValues({ labels, priorities, assigneeId, waitingForS, unread, text }: QueueFilters): unknown[] {
  const words = [...new Set((text ?? "").split(/\s+/).filter(Boolean))];
  return [
    labels?.length ? labels : null,
    priorities?.length ? priorities : null,
    assigneeId !== undefined,
    assigneeId ?? null,
    waitingForS ?? null,
    unread ?? null,
    words.length > 0 ? words : null,
  ];
}

const columns = caseColumns
  .split(",")
  .map((column) => `s.${column.trim()}`)
  .join(", ");

interface Walk {
  /** What is read at one desk, whose gym is `desk.gym_id`, … */
  read: string;
  /** … less what is left out, … */
  filters?: string;
  /** … the first of it in this order, which all desks share, … */
  order: string;
  /** … and of all desks together so many, … */
  limit?: string;
  /** … which are never more than these. */
  most?: number;
}

const rowsMax = Math.max(limits.pageMax, limits.bulkCasesMax) + 1;

// "offset 0" has the filters asked only of those who come first, and no more of them than a page needs, whatever brings them into order: at a large desk the
// index, at a small one a sort, which costs less. A limit that the planner cannot see is a tenth of everything to it: hence the number beside it.
const ofDesks = ({ read, filters: left = "", order, limit = "$2", most = rowsMax }: Walk) => `
    select s.* from unnest($1::uuid[]) as desk (gym_id) cross join lateral (
      select s.* from (
        select s.* from (${read} order by ${order} offset 0) s
        where true ${left}
        limit ${most}) s
      limit ${limit}) s
    order by ${order}
    limit ${limit}`;

const isOpen = "s.gym_id = desk.gym_id and s.status in ('open', 'pending') and s.status <> 'resolved' and $5::uuid is not null";
const behind = (moment: string) =>
  `(${moment}, s.conversation_id) > (coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))`;

const waiting = (view: OpenView) =>
  ofDesks({
    read: `
      select ${columns}, s.active_at from cases s
      where ${isOpen} and s.waiting_since is not null ${viewOf[view]} and ${behind("s.waiting_since")}`,
    filters,
    order: "s.waiting_since, s.conversation_id",
  });

const idle = (view: OpenView, after: string, limit: string) =>
  ofDesks({
    read: `
      select ${columns}, s.active_at from cases s
      where ${isOpen} and s.waiting_since is null ${viewOf[view]} ${after}`,
    filters,
    order: "s.active_at desc, s.conversation_id",
    limit,
  });

/**
 * Who waits, the longest wait first, then the conversation's id; and behind the last of them who does not: the newest activity first. In one statement, so
 * that a case that begins or ceases to wait just then is met once.
 */
export function openIn(view: OpenView): Statement {
  return {
    name: `support-queue-${view}-open`,
    text: `
    with waiting as materialized (${waiting(view)}),
    idle as materialized (${idle(view, "", "(select $2 - count(*) from waiting)")})
    select * from (select * from waiting union all select * from idle) page
    order by waiting_since nulls last, case when waiting_since is null then active_at end desc, conversation_id`,
  };
}

/** Who does not wait, behind a place among them. */
export function idleIn(view: OpenView): Statement {
  const after = "and s.active_at <= $3::timestamptz and (s.active_at < $3 or s.conversation_id > $4::uuid)";
  return { name: `support-queue-${view}-idle`, text: idle(view, after, "$2") };
}

/** What sleeps: what wakes next first. */
export const snoozed: Statement = {
  name: "support-queue-snoozed",
  text: ofDesks({
    read: `
      select ${columns}, s.active_at from cases s
      where s.gym_id = desk.gym_id and s.status = 'snoozed' and $5::uuid is not null and ${behind("s.snoozed_until")}`,
    filters,
    order: "s.snoozed_until, s.conversation_id",
  }),
};

const resolvedOfDesks = ofDesks({
  read: `
      select s.* from cases s
      where s.gym_id = desk.gym_id and s.status = 'resolved' and s.is_current
        and s.active_at <= coalesce($3::timestamptz, 'infinity') and ($3::timestamptz is null or s.active_at < $3 or s.conversation_id > $4::uuid)`,
  order: "s.active_at desc, s.conversation_id",
  limit: "$13",
  most: Math.max(limits.resolvedScanMax, rowsMax),
});

// What is resolved is the history: read along its activity, newest first. With filters it looks through $13 cases at most, and says where it stopped.
export const resolved: Statement = {
  name: "support-queue-resolved",
  text: `
    with looked as materialized (${resolvedOfDesks}),
    stopped as (select conversation_id, active_at, count(*) over () as looked from looked order by active_at, conversation_id desc limit 1),
    found as (
      select ${columns}, s.active_at from looked s where $5::uuid is not null ${filters}
      order by s.active_at desc, s.conversation_id
      limit $2)
    select f.*, st.conversation_id as stopped_id, st.active_at as stopped_at, st.looked from stopped st left join found f on true
    order by f.active_at desc, f.conversation_id`,
};

/** $1 gyms, $2 viewer, $3 how far resolved cases are counted. */
export const countCases: Statement = {
  name: "support-count-cases",
  text: `
    select count(*) filter (where status <> 'snoozed') as all, count(*) filter (where status <> 'snoozed' and assignee_id = $2) as mine,
      count(*) filter (where status <> 'snoozed' and assignee_id is null) as unassigned, count(*) filter (where status = 'snoozed') as snoozed,
      (select count(*) from cases
       where gym_id = any($1::uuid[]) and status <> 'resolved' and status <> 'snoozed' and mentioned_ids @> array[$2::uuid]) as mentions,
      (select count(*) from (
         select 1 from unnest($1::uuid[]) as desk (gym_id) cross join lateral (
           select 1 from cases s where s.gym_id = desk.gym_id and s.status = 'resolved' and s.is_current order by s.active_at desc limit $3) s
         limit $3) counted) as resolved
    from cases
    where gym_id = any($1::uuid[]) and status <> 'resolved'`,
};
