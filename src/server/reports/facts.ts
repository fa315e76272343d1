/**
 * What there is to count, as parts of statements: one row for each thing that happened in a span, with whose it is, the labels of its case, and when the time
 * began that it ended. Numbers and the rows behind them are read from the same facts, so that they agree.
 *
 * $1 gyms, $2 and $3 the span (from, before), $4 whether the staff is asked for, and $5 which (null: nobody), $6 the label asked for.
 */

/** When the desk of each gym is open (opening-clock.ts): the lists of `clockValues`, from the parameter `clockAt` on. */
const clocks = (clockAt: number) => `
    clocks as materialized (
      select gym_id, opens::float8[], closes::float8[], before::float8[]
      from unnest($1::uuid[], $${clockAt}::text[], $${clockAt + 1}::text[], $${clockAt + 2}::text[]) as c (gym_id, opens, closes, before))`;

/** Seconds of opening until a moment, by the clock `c` of the gym. */
const openUntil = (moment: string) => `(
        select case when o.at = 0 then 0 else c.before[o.at] + least(o.epoch, c.closes[o.at]) - c.opens[o.at] end
        from (select u.epoch, width_bucket(u.epoch, c.opens) as at from (select date_part('epoch', ${moment}) as epoch) u) o)`;

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

/** The turns of the case of an entry, before or after it: its opening, and whatever changed its status. */
const turns = (entry: string, side: "<" | ">") => `
            select t.at, t.kind, t.data ->> 'from' as was, t.data ->> 'to' as is, t.version, t.place from case_events t
            where t.conversation_id = ${entry}.conversation_id and t.number = ${entry}.number and t.kind in ('opened', 'status')
              and (t.version, t.place) ${side} (${entry}.version, ${entry}.place)`;

// What was resolved by mistake and taken back at once was never resolved, nor opened again.
const wasTakenBack = `exists (
          select 1 from (${turns("e", ">")} and t.data ->> 'from' = 'resolved' order by t.version, t.place limit 1) next
          where next.at <= e.at + interval '1 minute')`;

const takesBack = (entry: string) => `exists (
          select 1 from (${turns(entry, "<")} and t.data ->> 'to' = 'resolved' order by t.version desc, t.place desc limit 1) before
          where ${entry}.at <= before.at + interval '1 minute')`;

/** From the timelines: what opened, was opened again and resolved, and the waits that ended. $`clockAt` and the next two: when the desks are open. */
export const caseFacts = (clockAt: number) => `
  with recursive ${continued},${clocks(clockAt)},
    entries as materialized (
      select e.gym_id, e.conversation_id, e.number, e.version, e.place, e.at, e.actor_id, s.assignee_id, s.labels,
        case when e.kind = 'opened' and t.number is null then 'opened'
          when e.kind = 'opened' then 'reopened'
          when e.kind = 'replied' and t.number is null and (e.data ->> 'isFirst')::boolean then 'firstReply'
          when e.kind = 'replied' then 'nextReply'
          when e.data ->> 'to' = 'resolved' and e.data ->> 'from' <> 'resolved' and not ${wasTakenBack} then 'resolved'
          when e.data ->> 'from' = 'resolved' and e.data ->> 'to' <> 'resolved' and not ${takesBack("e")} then 'reopened' end as figure,
        (e.data ->> 'waitedSince')::timestamptz as waited_since
      from case_events e
      cross join lateral (
        select s.assignee_id, s.labels from cases s where s.conversation_id = e.conversation_id and s.number = e.number offset 0) s
      left join continued t on t.conversation_id = e.conversation_id and t.number = e.number
      where e.gym_id = any($1::uuid[]) and e.kind in ('opened', 'status', 'replied') and e.at >= $2 and e.at < $3),
    happened as (
      select e.figure, e.gym_id, e.conversation_id, e.number, e.version, e.place, e.at, e.labels,
        case when e.figure in ('opened', 'reopened') then e.assignee_id else e.actor_id end as staff_id,
        case when e.figure <> 'resolved' then e.waited_since else (
          select b.at from (
            select e.conversation_id, e.number, o.* from (${turns("e", "<")} order by t.version desc, t.place desc) o) b
          where b.kind = 'opened' or (b.was = 'resolved' and not ${takesBack("b")})
          limit 1) end as since
      from entries e where e.figure is not null
      union all
      select 'unanswered', gym_id, conversation_id, number, version, place, at, labels, actor_id, waited_since
      from entries where figure = 'resolved' and waited_since is not null),
    facts as (
      select f.*, ${openUntil("f.at")} - ${openUntil("f.since")} as seconds
      from happened f join clocks c on c.gym_id = f.gym_id ${asked})`;

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
      select a.id as conversation_id, a.gym_id, o.number, o.version, s.assignee_id, s.labels from active a
      cross join lateral (
        select e.number, e.version from case_events e
        where e.conversation_id = a.id and e.kind = 'opened' and e.kind in ('opened', 'status') offset 0) o
      cross join lateral (select s.assignee_id, s.labels from cases s where s.conversation_id = a.id and s.number = o.number offset 0) s),
    written as (
      select w.*, max(w.opened) over (partition by w.conversation_id order by w.version) as number from (
        select o.conversation_id, o.version, o.number as opened, null::timestamptz as at, null::uuid as sender_id, null::uuid as member_id
        from openings o
        union all
        select a.id, m.version, null, m.created_at, m.sender_id, a.member_id from active a cross join lateral (
          select m.version, m.created_at, m.sender_id from messages m
          where m.conversation_id = a.id and m.seq > a.after and m.seq <= a.until and m.kind <> 'system' and m.created_at >= $2
            and m.created_at < $3 offset 0) m) w),
    happened as (
      select case when w.sender_id = w.member_id then 'messagesIn' else 'messagesOut' end as figure, o.gym_id, w.conversation_id, w.number,
        w.version, 0 as place, w.at, o.labels,
        case when w.sender_id = w.member_id then o.assignee_id else w.sender_id end as staff_id, null::timestamptz as since
      from written w join openings o on o.conversation_id = w.conversation_id and o.number = w.number
      where w.at is not null),
    facts as (select f.*, null::float8 as seconds from happened f ${asked})`;
