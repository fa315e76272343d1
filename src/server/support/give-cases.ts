/**
 * Gives cases to people by itself: what waits for nobody, the longest wait first, to whoever on shift has the fewest; and what waits for somebody who is
 * away, or gone, to another. Each in one commit with its entry, from owner to owner: whenever a process dies, a case is with the one or with the other.
 */
import type { AssignmentRule } from "../../shared/desk-setup";
import type { Case } from "../../shared/support";
import type { Change } from "../delivery/change";
import type { Delivery } from "../delivery/delivery";
import { told } from "../delivery/told";
import type { Sql } from "../platform/db";
import type { Runtime } from "../platform/runtime";
import { readRules } from "./assignment-rules";
import { readCurrentCase, writeCase } from "./case-rows";
import { oneByOne } from "./one-by-one";

const atOnceMax = 50;

// Somebody's shift is that of all their desks, and holds as long as their own gym is the one at which it was said.
const shifts = "(staff_shifts s join users u on u.id = s.user_id and u.gym_id = s.gym_id join gyms h on h.id = s.gym_id)";

const readBacklog = {
  name: "support-read-backlog",
  text: `
    select g.id as gym_id, c.conversation_id from gyms g cross join lateral (
      select conversation_id, waiting_since from cases c
      where c.gym_id = g.id and c.status in ('open', 'pending') and c.status = 'open' and c.assignee_id is null and c.waiting_since is not null
      order by c.waiting_since, c.conversation_id limit $1) c
    where g.auto_assign and exists (
      select 1 from desk_people d join ${shifts} on s.user_id = d.user_id where d.gym_id = g.id and s.state = 'on')
    order by c.waiting_since`,
};

// What somebody took, or was given by a colleague, after they had gone away is kept as long as they show signs of life, or as that was decided lately.
const isKept = `exists (
      select 1 from case_events e
      where e.conversation_id = c.conversation_id and e.number = c.number and e.kind = 'assigned' and e.actor_id is not null and e.at > s.since
        and (h.auto_away_minutes = 0 or greatest(e.at, u.last_seen_at) > now() - make_interval(mins => h.auto_away_minutes)))`;

// What waits for somebody who said that others shall have it.
const readHandedOver = {
  name: "support-read-handed-over",
  text: `
    select c.conversation_id from ${shifts} join cases c on c.assignee_id = s.user_id and c.status <> 'resolved'
    where s.hands_over and c.status = 'open' and c.waiting_since is not null and not ${isKept}
    order by c.waiting_since limit $1`,
};

// What is with somebody who does not work at its desk any longer, whatever its state.
const readLeftBehind = {
  name: "support-read-left-behind",
  text: `
    with owners as materialized (select distinct assignee_id, gym_id from cases where status <> 'resolved' and assignee_id is not null),
    gone as materialized (
      select * from owners o where not exists (select 1 from desk_people d where d.user_id = o.assignee_id and d.gym_id = o.gym_id))
    select c.conversation_id from gone cross join lateral (
      select conversation_id from cases c where c.assignee_id = gone.assignee_id and c.gym_id = gone.gym_id and c.status <> 'resolved'
      order by conversation_id limit $1) c
    order by c.conversation_id limit $1`,
};

// Whoever picks, picks alone, so that nobody is given more than they can have: somebody may be picked for several gyms.
const pickAlone = { name: "support-pick-alone", text: "select pg_advisory_xact_lock(hashtextextended('gives cases', 0))" };

const pickOne = {
  name: "support-pick-assignee",
  text: `
    select u.id from desk_people d join gyms g on g.id = d.gym_id join ${shifts} on s.user_id = d.user_id cross join lateral (
      select count(*) as open from cases c where c.assignee_id = u.id and c.status <> 'resolved' and c.status = 'open') load
    where d.gym_id = $1 and s.state = 'on' and u.id is distinct from $2::uuid and ($3::uuid[] is null or u.id = any($3))
      and load.open < coalesce(u.capacity, g.capacity)
    order by load.open, s.last_given_at nulls first, u.id limit 1`,
};

const markGiven = {
  name: "support-mark-given",
  text: "update staff_shifts set last_given_at = clock_timestamp() where user_id = $1",
};

const readOwner = {
  name: "support-read-owner",
  text: `
    select g.auto_assign,
      case when c.assignee_id is not null then exists (
        select 1 from desk_people d where d.user_id = c.assignee_id and d.gym_id = c.gym_id) end as is_at_desk,
      coalesce(s.hands_over and not ${isKept}, false) as hands_over
    from cases c join gyms g on g.id = c.gym_id left join ${shifts} on s.user_id = c.assignee_id
    where c.conversation_id = $1 and c.number = $2`,
};

type Parts = Pick<Runtime, "db"> & { delivery: Delivery };

interface Owner extends Record<string, unknown> {
  auto_assign: boolean;
  /** `null` when nobody owns it. */
  is_at_desk: boolean | null;
  hands_over: boolean;
}

/**
 * Gives what waits for nobody, and what waits for whoever is away and hands over.
 * @returns how many cases this call gave, or took back for everybody to see
 */
export async function giveCases({ db, delivery }: Parts): Promise<number> {
  const handedOver = await db.rows<{ conversation_id: string }>(readHandedOver, [atOnceMax]);
  const passedOn = await oneByOne(handedOver, async ({ conversation_id }) => (await give(delivery, conversation_id)) === true);
  const backlog = await db.rows<{ gym_id: string; conversation_id: string }>(readBacklog, [atOnceMax]);
  const isFull = new Set<string>();
  const given = await oneByOne(backlog, async ({ gym_id, conversation_id }) => {
    const outcome = isFull.has(gym_id) ? false : await give(delivery, conversation_id);
    if (outcome === null) isFull.add(gym_id);
    return outcome === true;
  });
  return passedOn + given;
}

/**
 * Takes what is with people who work at the desk no longer, and gives it to others.
 * @returns how many cases
 */
export async function giveLeftBehind({ db, delivery }: Parts): Promise<number> {
  const leftBehind = await db.rows<{ conversation_id: string }>(readLeftBehind, [atOnceMax]);
  return oneByOne(leftBehind, async ({ conversation_id }) => (await give(delivery, conversation_id)) === true);
}

/** `true` when it has another owner now, `false` when there was nothing to do any more, `null` when nobody has room for it. */
function give(delivery: Delivery, conversationId: string): Promise<boolean | null> {
  return delivery.change(async (change) => {
    const conversation = await change.lock(conversationId);
    const current = conversation && (await readCurrentCase(change.sql, conversationId));
    if (!conversation || !current) return false;
    const { gymId } = conversation.key;
    const [owner] = await change.sql.rows<Owner>(readOwner, [conversationId, current.number]);
    if (!owner || !isToBeGiven(current, owner)) return false;
    const assigneeId = owner.auto_assign ? await pick(change, gymId, current) : null;
    if (assigneeId === current.assigneeId) return null;
    const step = await change.step(conversation);
    const { events } = await writeCase(
      change.sql,
      { before: current, patch: { assigneeId }, facts: [{ kind: "assigned", from: current.assigneeId, to: assigneeId }] },
      { step, actorId: null },
    );
    change.tell(told(conversation.key, step.version, { events }));
    return true;
  });
}

function isToBeGiven({ status, assigneeId, waitingSince }: Case, { auto_assign, is_at_desk, hands_over }: Owner): boolean {
  if (status === "resolved") return false;
  const waits = status === "open" && waitingSince !== null;
  if (assigneeId === null) return auto_assign && waits;
  return !is_at_desk || (hands_over && waits);
}

/** Whoever on shift has the fewest open cases, at all their desks, and room for one more; of the first rule that fits if it has anybody, otherwise of all. */
async function pick({ sql }: Change, gymId: string, current: Case): Promise<string | null> {
  await sql.rows(pickAlone);
  const fitting = (await readRules(sql, gymId)).filter((rule) => fits(rule, current));
  for (const staffIds of [...fitting.map((rule) => rule.staffIds), null]) {
    const [row] = await sql.rows<{ id: string }>(pickOne, [gymId, current.assigneeId, staffIds]);
    if (!row) continue;
    await markAsGiven(sql, row.id);
    return row.id;
  }
  return null;
}

function fits({ isOn, topics, labels }: AssignmentRule, { topic, labels: own }: Case): boolean {
  const ofTopic = topics.length === 0 || (topic !== null && topics.includes(topic));
  const ofLabel = labels.length === 0 || labels.some((label) => own.includes(label));
  return isOn && ofTopic && ofLabel;
}

async function markAsGiven(sql: Sql, userId: string): Promise<void> {
  await sql.rows(markGiven, [userId]);
}
