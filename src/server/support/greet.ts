import type { Delivery } from "../delivery/delivery";
import { told } from "../delivery/told";
import type { Sql } from "../platform/db";
import type { Runtime } from "../platform/runtime";
import { automaticAnswer, type FirstReply, isDeskOpen, type Occasion } from "./automatic-answer";
import { readBusinessHours } from "./desk-hours";
import { type GymRow, readGymRow } from "./desk-setup";
import { oneByOne } from "./one-by-one";
import { speak } from "./speak";

const atOnceMax = 50;

// Who began to wait lately and may be told something, by the gyms that say anything by themselves: a greeting that comes later than that is none.
const readUngreeted = {
  name: "support-read-ungreeted",
  text: `
    select c.conversation_id, g.id as gym_id, c.is_ungreeted, c.is_untold, now() as now from gyms g cross join lateral (
      select conversation_id, waiting_since, greeted_at is null and first_reply_at is null as is_ungreeted, told_closed_at is null as is_untold
      from cases c
      where c.gym_id = g.id and c.status in ('open', 'pending') and c.waiting_since is not null and c.waiting_since > now() - interval '10 minutes'
        and (c.told_closed_at is null or (c.greeted_at is null and c.first_reply_at is null))
      order by 3 desc, c.waiting_since, c.conversation_id limit $1) c
    where g.greeting is not null or g.closed_text is not null`,
};

const readState = {
  name: "support-read-greeting-state",
  text: `
    select s.number, s.waiting_since, s.greeted_at, s.told_closed_at, s.first_reply_at, u.name as member_name, now() as now
    from cases s join conversations c on c.id = s.conversation_id join users u on u.id = c.member_id
    where s.conversation_id = $1 and s.is_current and s.status in ('open', 'pending')`,
};

const markGreeted = {
  name: "support-mark-greeted",
  text: `
    update cases set greeted_at = coalesce(greeted_at, $3), told_closed_at = case when $4 then told_closed_at else $3 end,
      active_at = (select coalesce(c.last_message_at, c.created_at) from conversations c where c.id = $1)
    where conversation_id = $1 and number = $2`,
};

// From the newest, as many as tell what is usual: since when the member waited, and not since when the case stood open.
const readReplies = {
  name: "support-read-first-replies",
  text: `
    select (e.data ->> 'waitedSince')::timestamptz as waited_since, e.at from case_events e
    where e.gym_id = $1 and e.kind = 'replied' and e.kind in ('opened', 'status', 'replied') and (e.data ->> 'isFirst')::boolean
      and e.at > now() - interval '28 days'
    order by e.at desc limit 200`,
};

type Parts = Pick<Runtime, "db"> & { delivery: Delivery };

interface WaitingRow extends Record<string, unknown> {
  conversation_id: string;
  gym_id: string;
  is_ungreeted: boolean;
  is_untold: boolean;
  now: string;
}

interface StateRow extends Record<string, unknown> {
  number: number;
  waiting_since: string | null;
  greeted_at: string | null;
  told_closed_at: string | null;
  first_reply_at: string | null;
  member_name: string;
  now: string;
}

/**
 * Greets members who have just begun to wait, or tells them when the desk opens: each once in a case, however many processes look and whenever one died.
 * What was said stands marked in the commit that said it.
 * @returns how many this call told something
 */
export async function greet(parts: Parts): Promise<number> {
  const { db } = parts;
  const waiting = await db.rows<WaitingRow>(readUngreeted, [atOnceMax]);
  const gymIds = [...new Set(waiting.map(({ gym_id }) => gym_id))];
  const hoursOf = new Map(await Promise.all(gymIds.map(async (id) => [id, await readBusinessHours(db, id)] as const)));
  const due = waiting.filter(({ gym_id, now, is_ungreeted, is_untold }) =>
    isDeskOpen({ at: Date.parse(now), hours: hoursOf.get(gym_id) ?? null }) ? is_ungreeted : is_untold,
  );
  return oneByOne(due, ({ conversation_id, gym_id }) => greetIn(parts, conversation_id, gym_id));
}

async function greetIn({ db, delivery }: Parts, conversationId: string, gymId: string): Promise<boolean> {
  const [gym, hours, replies] = await Promise.all([readGymRow(db, gymId), readBusinessHours(db, gymId), readFirstReplies(db, gymId)]);
  return delivery.change(async (change) => {
    const conversation = await change.lock(conversationId);
    const [state] = await change.sql.rows<StateRow>(readState, [conversationId]);
    if (!conversation || !state) return false;
    const occasion = { ...occasionIn(gym, state), hours };
    const isOpen = isDeskOpen(occasion);
    if (!isDue(state, isOpen)) return false;
    const answers = { greeting: gym.greeting, replyTime: gym.reply_time_text, closed: gym.closed_text };
    const content = automaticAnswer(answers, occasion, replies);
    if (content !== null) {
      const { step, events } = await speak(change, conversation, content);
      change.tell(told(conversation.key, step.version, { events }));
    }
    await change.sql.rows(markGreeted, [conversationId, state.number, state.now, isOpen]);
    return content !== null;
  });
}

function isDue({ waiting_since, greeted_at, told_closed_at, first_reply_at }: StateRow, isOpen: boolean): boolean {
  if (waiting_since === null) return false;
  return isOpen ? greeted_at === null && first_reply_at === null : told_closed_at === null;
}

function occasionIn(gym: GymRow, { now, member_name }: StateRow): Omit<Occasion, "hours"> {
  return { at: Date.parse(now), timeZone: gym.time_zone, language: gym.language, gymName: gym.name, memberName: member_name };
}

async function readFirstReplies(sql: Sql, gymId: string): Promise<FirstReply[]> {
  const rows = await sql.rows<{ waited_since: string; at: string }>(readReplies, [gymId]);
  return rows.map(({ waited_since, at }) => ({ from: Date.parse(waited_since), to: Date.parse(at) }));
}
