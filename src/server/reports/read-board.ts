import { isOpenAt } from "../../shared/business-hours";
import { limits } from "../../shared/limits";
import type { Person } from "../../shared/people";
import type { Board, BoardShare } from "../../shared/reports";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { readDeskPeople } from "../support/desk-people";
import { readPeople } from "./people";
import { countSpan } from "./read-report";
import { readSpan } from "./span";

const readToday = {
  name: "reports-read-today",
  text: "select to_char(now() at time zone g.time_zone, 'YYYY-MM-DD') as day from gyms g where g.id = $1",
};

// What is not resolved, by who has it.
const readShares = {
  name: "reports-read-shares",
  text: `
    select assignee_id, count(*) filter (where status = 'open') as open, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'snoozed') as snoozed, count(waiting_since) filter (where status <> 'snoozed') as waiting,
      min(waiting_since) filter (where status <> 'snoozed') as longest_since
    from cases where gym_id = $1 and status <> 'resolved'
    group by assignee_id`,
};

// Who is on, and how much each of them takes.
const readWorkers = {
  name: "reports-read-workers",
  text: `
    select u.id, s.state is distinct from 'on' as is_away, coalesce(u.capacity, g.capacity) as capacity
    from gyms g join users u on u.gym_id = g.id and u.role in ('staff', 'admin') left join staff_shifts s on s.user_id = u.id and s.gym_id = g.id
    where g.id = $1 and u.disabled_at is null`,
};

interface WorkerRow extends Record<string, unknown> {
  id: string;
  is_away: boolean;
  capacity: number;
}

interface ShareRow extends Record<string, unknown> {
  assignee_id: string | null;
  open: number;
  pending: number;
  snoozed: number;
  waiting: number;
  longest_since: string | null;
}

const empty: BoardShare = { open: 0, pending: 0, snoozed: 0, waiting: 0, longestSince: null };

/**
 * The caller's desk as it is now: who waits, who has what, and the numbers of the day.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function readBoard({ actor, db, rateLimits }: ChatContext): Promise<Board> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const [[today], shares, workers, people] = await Promise.all([
    db.rows<{ day: string }>(readToday, [actor.gymId]),
    db.rows<ShareRow>(readShares, [actor.gymId]),
    db.rows<WorkerRow>(readWorkers, [actor.gymId]),
    readDeskPeople(db, actor.gymId, limits.deskPeopleMax),
  ]);
  const day = today?.day ?? "1970-01-01";
  const span = await readSpan(db, actor, { from: day, to: day });
  const { total, byStaff } = await countSpan(db, span, {});
  const share = new Map(shares.map((row) => [row.assignee_id, shareOf(row)]));
  const worker = new Map(workers.map((row) => [row.id, row]));
  const present = new Set(people.map(({ id }) => id));
  // Somebody who left the desk, and still has what nobody took from them.
  const left = await readPeople(
    db,
    [...share.keys()].filter((id) => id !== null && !present.has(id)),
  );
  return {
    gym: span.gym,
    at: span.at,
    isOpen: span.hours && isOpenAt(span.hours, Date.parse(span.at)),
    total: [...share.values()].reduce(sum, empty),
    unassigned: share.get(null) ?? empty,
    staff: [...people, ...left.values()].map((person: Person) => ({
      person,
      ...(share.get(person.id) ?? empty),
      isAway: worker.get(person.id)?.is_away ?? true,
      capacity: worker.get(person.id)?.capacity ?? null,
      written: byStaff.get(person.id)?.volumes.messagesOut ?? 0,
      resolved: byStaff.get(person.id)?.volumes.resolved ?? 0,
    })),
    day,
    today: total,
  };
}

function shareOf({ open, pending, snoozed, waiting, longest_since }: ShareRow): BoardShare {
  return { open, pending, snoozed, waiting, longestSince: longest_since };
}

function sum(a: BoardShare, b: BoardShare): BoardShare {
  const [first = null] = [a.longestSince, b.longestSince].filter((since) => since !== null).sort();
  return {
    open: a.open + b.open,
    pending: a.pending + b.pending,
    snoozed: a.snoozed + b.snoozed,
    waiting: a.waiting + b.waiting,
    longestSince: first,
  };
}
