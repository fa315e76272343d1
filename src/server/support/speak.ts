/** How the desk speaks by itself: as the gym, a user of its own who never signs in and reads nothing, in messages of the kind `system`. */
import { uuidv7 } from "uuidv7";
import { limits } from "../../shared/limits";
import { participantEvent, readParticipantRows } from "../chat/join";
import type { Change, LockedConversation, Step } from "../delivery/change";
import { type MessageRow, messageColumns, messageOf } from "../delivery/rows";
import { everyone, type TellEvent } from "../delivery/told";
import type { Sql } from "../platform/db";

const findVoice = { name: "support-find-voice", text: "select voice_id from gyms where id = $1" };

// Two who find none at once take turns at the gym's row, and the second makes none.
const makeVoice = {
  name: "support-make-voice",
  text: `
    with gym as (select id, name from gyms where id = $1 and voice_id is null for no key update),
    voice as (insert into users (id, name, role, gym_id, disabled_at) select $2, gym.name, 'staff', gym.id, now() from gym returning id)
    update gyms set voice_id = voice.id from voice where gyms.id = $1`,
};

// Whoever reads nothing has read nothing: no word of a member ever seems seen by the gym itself.
const joinVoice = {
  name: "support-join-voice",
  text: `
    insert into conversation_participants (conversation_id, user_id, role, joined_at, version, membership_version, changed_at)
    values ($1, $2, 'staff', $3, $4, $4, $3) on conflict do nothing returning user_id`,
};

const insertMessage = {
  name: "support-insert-system-message",
  text: `
    insert into messages (conversation_id, id, seq, version, sender_id, kind, content, created_at, changed_at)
    values ($1, $2, $3, $4, $5, 'system', $6, $7, $7)
    returning ${messageColumns}`,
};

/**
 * Writes what the desk says by itself, to member and desk, as part of a change under the conversation's lock. The member still waits.
 * @returns the step, which may carry more, and what is to be told with it
 */
export async function speak(
  change: Change,
  conversation: LockedConversation,
  content: string,
): Promise<{ step: Step; events: TellEvent[] }> {
  const { key } = conversation;
  const voiceId = await voiceOf(change.sql, key.gymId);
  const step = await change.step(conversation, { addsMessage: true });
  const joined = await change.sql.rows(joinVoice, [key.id, voiceId, step.at, step.version]);
  // A text that names somebody may become longer than any message is.
  const said = [...content].slice(0, limits.messageCharactersMax).join("");
  const values = [key.id, uuidv7(), step.lastSeq, step.version, voiceId, said, step.at];
  const [row] = await change.sql.rows<MessageRow & Record<string, unknown>>(insertMessage, values);
  if (!row) throw new Error("an insert answered no row");
  const events: TellEvent[] = [{ event: { type: "message", message: messageOf(row) }, to: everyone }];
  if (joined.length === 0) return { step, events };
  const rows = await readParticipantRows(change.sql, key.id, [voiceId]);
  return { step, events: [...rows.map((one): TellEvent => ({ event: participantEvent(key.id, one), to: everyone })), ...events] };
}

async function voiceOf(sql: Sql, gymId: string): Promise<string> {
  const find = async () => (await sql.rows<{ voice_id: string | null }>(findVoice, [gymId]))[0]?.voice_id;
  const known = await find();
  if (known) return known;
  await sql.rows(makeVoice, [gymId, uuidv7()]);
  const made = await find();
  if (!made) throw new Error(`gym ${gymId} has no voice`);
  return made;
}
