/**
 * What there is to count, as parts of statements: one row for each thing that happened in a span, with whose it is, the labels of its case, and when the time
 * began that it ended. Numbers and the rows behind them are read from the same facts, so that they agree.
 *
 * $1 gyms, $2 and $3 the span (from, before), $4 whether the staff is asked for, and $5 which (null: nobody), $6 the label asked for.
 */

/** What happened, and the number that stands for it in the statements: quicker to sort and to compare than a name. */
export const factCodes = {
  opened: 1,
  reopened: 2,
  resolved: 3,
  unanswered: 4,
  firstReply: 5,
  nextReply: 6,
  messagesIn: 7,
  messagesOut: 8,
} as const;
const is = factCodes;

type FactName = keyof typeof factCodes;

/** What a number of `factCodes` stands for. */
export const factNames: ReadonlyMap<number, FactName> = new Map(Object.entries(factCodes).map(([name, code]) => [code, name as FactName]));

/** When the desk of each gym is open (opening-clock.ts): the lists of `clockValues`, from the parameter `clockAt` on. */
const clocks = (clockAt: number) => `
    clocks as materialized (
      select gym_id, opens::float8[], closes::float8[], before::float8[]
      from unnest($1::uuid[], $${clockAt}::text[], $${clockAt + 1}::text[], $${clockAt + 2}::text[]) as c (gym_id, opens, closes, before))`;

/** Seconds of opening until a moment: `began` or `ended`, with its place among the openings of the gym. */
const openUntil = (moment: "began" | "ended") => `case when p.${moment}_at = 0 then 0
        else p.before[p.${moment}_at] + least(p.${moment}_s, p.closes[p.${moment}_at]) - p.opens[p.${moment}_at] end`;

const asked = `
      where (not $4::boolean or f.staff_id is not distinct from $5::uuid) and ($6::text is null or f.labels @> array[$6::text])`;

// A case that an earlier one became part of goes on with that one: its opening was an opening again, and its first reply another reply.
const continued = `
    merged as (
      select conversation_id, (data ->> 'earlier')::int as number, number as root from case_events where gym_id = any($1::uuid[]) and kind = 'merged'),
    chains as (
      select * from merged
      union
      select c.conversation_id, c.number, m.root from chains c join merged m on m.conversation_id = c.conversation_id and m.number = c.root),
    roots as (select conversation_id, number, max(root) as root from chains group by conversation_id, number),
    firsts as (select conversation_id, root, min(number) as first from roots group by conversation_id, root),
    continued as (
      select conversation_id, root as number from firsts
      union
      select r.conversation_id, r.number from roots r join firsts f on f.conversation_id = r.conversation_id and f.root = r.root
      where r.number > f.first)`;

/** When the case of a resolved entry `e` began, or was opened again last, which was before the span. */
const beganBefore = `(
          select b.at from (
            select t.at, t.version, t.place, t.kind = 'opened' or (t.data ->> 'from' = 'resolved' and t.data ->> 'to' <> 'resolved'
                and (t.at <= lag(t.at) over (order by t.version, t.place) + interval '1 minute') is not true) as begins
            from case_events t
            where t.conversation_id = e.conversation_id and t.number = e.number and t.kind in ('opened', 'status')
              and (t.version, t.place) < (e.version, e.place)) b
          where b.begins order by b.version desc, b.place desc limit 1)`;

/**
 * From the timelines: what opened, was opened again and resolved, and the waits that ended. $`clockAt` and the next two: when the desks are open. A minute on
 * either side of the span is read with it, for what was resolved by mistake and taken back at once was never resolved, nor opened again.
 */
export const caseFacts = (clockAt: number) => `
  with recursive ${continued},${clocks(clockAt)},
    entries as materialized (
      select e.gym_id, e.conversation_id, e.number, e.version, e.place, e.at, e.actor_id, s.assignee_id, s.labels,
        case when e.kind = 'opened' then case when t.number is null then ${is.opened} else ${is.reopened} end
          when e.kind = 'replied' then case when t.number is null and (e.data ->> 'isFirst')::boolean then ${is.firstReply} else ${is.nextReply} end
          when e.data ->> 'to' = 'resolved' and e.data ->> 'from' <> 'resolved' then ${is.resolved}
          when e.data ->> 'from' = 'resolved' and e.data ->> 'to' <> 'resolved' then ${is.reopened} end as figure,
        case when e.kind <> 'opened' then (e.data ->> 'waitedSince')::timestamptz end as waited_since
      from case_events e
      cross join lateral (
        select s.assignee_id, s.labels from cases s where s.conversation_id = e.conversation_id and s.number = e.number offset 0) s
      left join continued t on t.conversation_id = e.conversation_id and t.number = e.number
      where e.gym_id = any($1::uuid[]) and e.kind in ('opened', 'status', 'replied')
        and e.at >= $2::timestamptz - interval '1 minute' and e.at < $3::timestamptz + interval '1 minute'),
    turns as (
      select e.*, case
          when figure = ${is.resolved} then (lead(at) over turn <= at + interval '1 minute') is not true
          else (at <= lag(at) over turn + interval '1 minute') is not true end as stands
      from entries e where figure in (${is.opened}, ${is.reopened}, ${is.resolved})
      window turn as (partition by conversation_id, number order by version, place)),
    begun as (
      select t.*, max(at) filter (where stands and figure <> ${is.resolved} and at >= $2) over turn as began from turns t
      window turn as (partition by conversation_id, number order by version, place)),
    happened as (
      select e.figure, e.gym_id, e.conversation_id, e.number, e.version, e.place, e.at, e.labels,
        case when e.figure = ${is.resolved} then e.actor_id else e.assignee_id end as staff_id,
        case when e.figure = ${is.resolved} then coalesce(e.began, ${beganBefore}) else e.waited_since end as since
      from begun e where e.stands
      union all
      select ${is.unanswered}, gym_id, conversation_id, number, version, place, at, labels, actor_id, waited_since
      from turns where figure = ${is.resolved} and stands and waited_since is not null
      union all
      select figure, gym_id, conversation_id, number, version, place, at, labels, actor_id, waited_since
      from entries where figure in (${is.firstReply}, ${is.nextReply})),
    -- "offset 0" has a moment and its place counted once, and not for each time that they are named.
    spans as (
      select f.*, c.opens, c.closes, c.before, date_part('epoch', f.since) as began_s, date_part('epoch', f.at) as ended_s
      from happened f join clocks c on c.gym_id = f.gym_id ${asked} and f.at >= $2 and f.at < $3 offset 0),
    placed as (select s.*, width_bucket(s.began_s, s.opens) as began_at, width_bucket(s.ended_s, s.opens) as ended_at from spans s offset 0),
    facts as (select p.*, ${openUntil("ended")} - ${openUntil("began")} as seconds from placed p)`;

/**
 * From the support conversations: what members and desk wrote, and not what the gym says by itself. A message belongs to the case that was opened last before it.
 * Messages stand in the order of their places: of a long history only what was written since the span began is looked at, each message once.
 */
export const messageFacts = `
  with active as materialized (
      select c.id, c.gym_id, c.member_id,
        -- Nothing is written before the first case is opened. "offset 0" keeps the planner from reading all there is instead, here and below.
        case when exists (select 1 from case_events e where e.conversation_id = c.id and e.at < $2 offset 0) then coalesce((
          select m.seq from messages m where m.conversation_id = c.id and m.created_at < $2 order by m.seq desc limit 1), 0) else 0 end as after,
        coalesce((select m.seq from messages m where m.conversation_id = c.id and m.created_at < $3 order by m.seq desc limit 1), 0) as until
      from conversations c where c.gym_id = any($1::uuid[]) and c.type = 'support' and c.desk_changed_at >= $2),
    openings as materialized (
      select a.id as conversation_id, a.gym_id, o.number, o.version, s.assignee_id, s.labels,
        row_number() over (partition by a.id order by o.version) as place
      from active a
      cross join lateral (
        select e.number, e.version from case_events e
        where e.conversation_id = a.id and e.kind = 'opened' and e.kind in ('opened', 'status') offset 0) o
      join lateral (select s.number, s.assignee_id, s.labels from cases s where s.conversation_id = a.id offset 0) s on s.number = o.number),
    opened as (select conversation_id, array_agg(version order by version) as versions from openings group by conversation_id),
    written as (
      select a.id as conversation_id, a.member_id, m.* from active a join opened o on o.conversation_id = a.id
      cross join lateral (
        select m.version, m.created_at as at, m.sender_id, width_bucket(m.version, o.versions) as place from messages m
        where m.conversation_id = a.id and m.seq > a.after and m.seq <= a.until and m.kind <> 'system' and m.created_at >= $2
          and m.created_at < $3 offset 0) m
      offset 0),
    happened as (
      select case when w.sender_id = w.member_id then ${is.messagesIn} else ${is.messagesOut} end as figure, o.gym_id, w.conversation_id, o.number,
        w.version, 0 as place, w.at, o.labels,
        case when w.sender_id = w.member_id then o.assignee_id else w.sender_id end as staff_id, null::timestamptz as since
      from written w join openings o on o.conversation_id = w.conversation_id and o.place = w.place),
    facts as (select f.*, null::float8 as seconds from happened f ${asked})`;
