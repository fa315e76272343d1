import { fillReply, firstNameOf } from "../../shared/canned-replies";
import type { Delivery } from "../delivery/delivery";
import { told } from "../delivery/told";
import type { Runtime } from "../platform/runtime";
import { readCurrentCase, writeCase } from "./case-rows";
import { moved } from "./move-case";
import { oneByOne } from "./one-by-one";
import { speak } from "./speak";

const atOnceMax = 100;

// Where nobody waits and nobody has written for as long as the gym says: since the warning, where that was the last word, or at all. What woke or was opened
// again meanwhile is somebody's work: its silence begins then, and no earlier warning counts (`case-rows.ts` forgets it).
const due = `
  c.status in ('open', 'pending') and c.waiting_since is null and c.first_reply_at is not null and c.is_current
  and c.active_at <= now() - make_interval(hours => g.auto_resolve_hours)
  and not exists (
    select 1 from case_events e where e.conversation_id = c.conversation_id and e.number = c.number and e.kind = 'status'
      and e.kind in ('opened', 'status') and e.at > now() - make_interval(hours => g.auto_resolve_hours))`;
const overdue = `
  c.status in ('open', 'pending') and c.waiting_since is null and c.warned_seq is not null and c.is_current
  and c.active_at <= now() - make_interval(hours => g.auto_resolve_warning_hours)`;

const readSilent = {
  name: "support-read-silent-cases",
  text: `
    select s.conversation_id from gyms g cross join lateral (
      (select c.conversation_id from cases c join conversations v on v.id = c.conversation_id
       where c.gym_id = g.id and ${due} and c.warned_seq is distinct from v.last_seq order by c.active_at limit $1)
      union all
      (select c.conversation_id from cases c join conversations v on v.id = c.conversation_id
       where c.gym_id = g.id and ${overdue} and c.warned_seq = v.last_seq order by c.active_at limit $1)) s
    where g.auto_resolve_hours is not null`,
};

// Asked again under the conversation's lock.
const readState = {
  name: "support-read-silence",
  text: `
    select c.number, c.warned_seq = v.last_seq as is_warned, g.name as gym_name, g.auto_resolve_warning as warning, u.name as member_name
    from cases c join conversations v on v.id = c.conversation_id join gyms g on g.id = c.gym_id join users u on u.id = v.member_id
    where c.conversation_id = $1 and g.auto_resolve_hours is not null
      and case when c.warned_seq = v.last_seq then ${overdue} else ${due} end`,
};

const markWarned = {
  name: "support-mark-warned",
  text: "update cases set warned_seq = $3, active_at = $4 where conversation_id = $1 and number = $2",
};

interface SilenceRow extends Record<string, unknown> {
  number: number;
  is_warned: boolean | null;
  gym_name: string;
  warning: string;
  member_name: string;
}

type Parts = Pick<Runtime, "db"> & { delivery: Delivery };

/**
 * Warns where a conversation has fallen silent, and resolves the case where it stayed so after the warning; never while the member waits. By the database's
 * clock, and each once: whether it was warned, and whether anybody wrote since, is looked at under the conversation's lock.
 * @returns how many cases this call warned of or resolved
 */
export async function resolveSilent({ db, delivery }: Parts): Promise<number> {
  const silent = await db.rows<{ conversation_id: string }>(readSilent, [atOnceMax]);
  return oneByOne(silent, ({ conversation_id }) => end(delivery, conversation_id));
}

function end(delivery: Delivery, conversationId: string): Promise<boolean> {
  return delivery.change(async (change) => {
    const conversation = await change.lock(conversationId);
    const [state] = await change.sql.rows<SilenceRow>(readState, [conversationId]);
    if (!conversation || !state) return false;
    if (!state.is_warned) {
      const { step, events } = await speak(change, conversation, warningFor(state));
      await change.sql.rows(markWarned, [conversationId, state.number, step.lastSeq, step.at]);
      change.tell(told(conversation.key, step.version, { events }));
      return true;
    }
    const current = await readCurrentCase(change.sql, conversationId);
    if (!current) return false;
    const step = await change.step(conversation);
    const { events } = await writeCase(change.sql, { before: current, ...moved(current, "resolve") }, { step, actorId: null });
    change.tell(told(conversation.key, step.version, { events }));
    return true;
  });
}

function warningFor({ warning, gym_name, member_name }: SilenceRow): string {
  const known = { "gym.name": gym_name, "member.name": member_name, "member.firstName": firstNameOf(member_name) };
  return fillReply(warning, known).text ?? warning;
}
