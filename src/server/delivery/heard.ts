/** Which conversations a listener is to hear, with the database's clock and epoch at that moment. */
import { limits } from "../../shared/limits";
import type { Database } from "../platform/db";
import { together } from "../platform/together";
import { type Cursor, settlingMs } from "./cursor";

/** A conversation that a listener hears, or has just left. */
export interface HeardRow {
  id: string;
  type: "direct" | "group" | "support";
  gym_id: string;
  member_id: string | null;
  version: number;
  changed_at: string;
  left_at: string | null;
}

export interface Heard {
  now: Cursor;
  rows: HeardRow[];
}

type Row = Record<string, unknown> & { n: number; epoch: string; now: string } & (HeardRow | { id: null });

// $2: from when on conversations that somebody has left still matter: their leaving is part of the gap.
const heardByMembers = {
  name: "delivery-heard-by-member",
  text: `
    select asked.n::int, i.epoch, now() as now, c.id, c.type, c.gym_id, c.member_id, c.version, c.changed_at, p.left_at
    from installation i
    cross join unnest($1::uuid[], $2::timestamptz[]) with ordinality as asked(user_id, since, n)
    left join (conversation_participants p join conversations c on c.id = p.conversation_id)
      on p.user_id = asked.user_id and (p.left_at is null or p.left_at >= asked.since)
    where i.id = 1`,
};

// A desk hears of every support conversation of its gym; only those that changed since $2, or just now, need to be known beforehand
// (Follower.deskLoaded). One more is asked for than a resume may touch, over all desks of a listener.
const heardAtDesks = {
  name: "delivery-heard-at-desk",
  text: `
    select 1 as n, i.epoch, now() as now, c.id, c.type, c.gym_id, c.member_id, c.version, c.changed_at, null::timestamptz as left_at
    from installation i
    left join lateral (
      select each.* from unnest($1::uuid[]) as desk (gym_id) cross join lateral (
        select id, type, gym_id, member_id, version, changed_at, desk_changed_at from conversations
        where gym_id = desk.gym_id and type = 'support' and desk_changed_at >= least($2::timestamptz, now() - make_interval(secs => $3))
        order by desk_changed_at desc
        limit $4) each
      order by each.desk_changed_at desc
      limit $4) c on true
    where i.id = 1`,
};

/** Reads what listeners are to hear; what members ask together is one statement. */
export class HeardReader {
  readonly ofMember: (question: { userId: string; since: string }) => Promise<Heard>;

  constructor(private readonly db: Database) {
    this.ofMember = together(
      async (questions: readonly { userId: string; since: string }[]) => {
        const rows = await db.rows<Row>(heardByMembers, [questions.map(({ userId }) => userId), questions.map(({ since }) => since)]);
        const each = questions.map((): Row[] => []);
        for (const row of rows) each[row.n - 1]?.push(row);
        return each.map(heardOf);
      },
      { most: 50, atATime: 1 },
    );
  }

  async ofDesks(gymIds: readonly string[], since: string): Promise<Heard> {
    return heardOf(await this.db.rows<Row>(heardAtDesks, [gymIds, since, settlingMs / 1_000, limits.resumeConversationsMax + 1]));
  }
}

function heardOf(rows: readonly Row[]): Heard {
  const [first] = rows;
  if (!first) throw new Error("the installation row is missing");
  return { now: { epoch: first.epoch, at: Date.parse(first.now) }, rows: rows.filter((row): row is Row & HeardRow => row.id !== null) };
}
