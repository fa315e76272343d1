/**
 * The one way in and back: listen first, read the gap, go live. A listener without a cursor has no gap: its client loads a snapshot after the
 * first frame. One with a cursor gets the state of every conversation that changed since, less the settling time; what it knows already
 * changes nothing. Where that cannot be told (another epoch, too old, too much) it gets a single `resync`.
 */

import type { DeskEvent } from "../../shared/events";
import { limits } from "../../shared/limits";
import { mayTakePart } from "../../shared/permissions";
import type { Database } from "../platform/db";
import { type Cursor, canResume, decodeCursor, encodeCursor, settlingMs } from "./cursor";
import { type Follower, keyOf } from "./follow";
import { Listener, type ListeningActor, type Socket } from "./listener";
import { type ConversationChanges, readChanges } from "./read-changes";
import { caseOf, conversationOf, messageOf, participantOf, settingsOf } from "./rows";
import { deskTopic, userTopic } from "./told";
import { HandOver } from "./wire";

interface ListenRequest {
  actor: ListeningActor;
  /** `member`: the conversations the actor takes part in. `desk`: the support conversations of the actor's gym. */
  kind: Listener["kind"];
  lastEventId: string | null;
  socket: Socket;
  signal: AbortSignal;
}

interface HeardRow extends Record<string, unknown> {
  epoch: string;
  now: string;
  id: string | null;
  type: "direct" | "group" | "support";
  gym_id: string;
  member_id: string | null;
  version: number;
  changed_at: string;
  left_at: string | null;
}

// $2: from when on conversations that the actor has left still matter: their leaving is part of the gap.
const heardByMember = {
  name: "delivery-heard-by-member",
  text: `
    select i.epoch, now() as now, c.id, c.type, c.gym_id, c.member_id, c.version, c.changed_at, p.left_at
    from installation i
    left join (conversation_participants p join conversations c on c.id = p.conversation_id)
      on p.user_id = $1 and (p.left_at is null or p.left_at >= $2::timestamptz)
    where i.id = 1`,
};

// A desk hears of every support conversation of its gym; only those that changed since $2, or just now, need to be known beforehand
// (Follower.deskLoaded). One more is asked for than a resume may touch.
const heardAtDesk = {
  name: "delivery-heard-at-desk",
  text: `
    select i.epoch, now() as now, c.*, null::timestamptz as left_at
    from installation i
    left join lateral (
      select id, type, gym_id, member_id, version, changed_at from conversations
      where gym_id = $1 and type = 'support' and changed_at >= least($2::timestamptz, now() - make_interval(secs => $3))
      order by changed_at desc
      limit $4) c on true
    where i.id = 1`,
};

const stillIn = {
  name: "delivery-still-in",
  text: "select conversation_id from conversation_participants where user_id = $1 and conversation_id = any($2::uuid[]) and left_at is null",
};

/** A durable subscription: yields one hand-over, and lasts until `signal` aborts. */
export async function* listen(follower: Follower, db: Database, request: ListenRequest): AsyncGenerator<HandOver, void> {
  const { actor, kind, signal, lastEventId } = request;
  const topics = [kind === "desk" ? deskTopic(actor.gymId) : userTopic(actor.id)];
  let listener = new Listener(actor, kind, request.socket);
  try {
    await follower.topics.want(topics);
    follower.hub.add(listener);
    let first = await attach(follower, db, { listener, lastEventId });
    while (!first) {
      // It has heard what was not for it any more: that is thrown away, unsaid, and another begins.
      await follower.abandon(follower.hub.remove(listener));
      listener = new Listener(actor, kind, request.socket);
      follower.hub.add(listener);
      first = await attach(follower, db, { listener, lastEventId });
    }
    const begun = listener;
    yield new HandOver(begun, first, () => follower.pace.wake([begun]));
    await aborted(signal);
  } finally {
    await follower.abandon(follower.hub.remove(listener));
    await follower.topics.release(topics);
  }
}

/** Lets a listener hear what is its own; `null` when a membership ended on the way, unseen. */
async function attach(
  follower: Follower,
  db: Database,
  { listener, lastEventId }: { listener: Listener; lastEventId: string | null },
): Promise<{ cursor: string; gap: string[] } | null> {
  const asked = lastEventId === null ? null : decodeCursor(lastEventId);
  const since = new Date((asked?.at ?? Date.parse("9999-01-01")) - settlingMs).toISOString();
  const { actor, kind } = listener;
  const rows =
    kind === "desk"
      ? await db.rows<HeardRow>(heardAtDesk, [actor.gymId, since, settlingMs / 1_000, limits.resumeConversationsMax + 1])
      : await db.rows<HeardRow>(heardByMember, [actor.id, since]);
  const [first] = rows;
  if (!first) throw new Error("the installation row is missing");
  const now: Cursor = { epoch: first.epoch, at: Date.parse(first.now) };
  // Sent away meanwhile: what was read may be of the life before.
  if (listener.isClosed) return { cursor: encodeCursor(now), gap: [] };
  follower.startFrom(now);

  const heard = rows.filter(
    (row): row is HeardRow & { id: string } => row.id !== null && mayTakePart(actor, keyOf({ ...row, id: row.id }), true),
  );
  const overtaken = await follow(follower, listener, { heard, now });
  if (overtaken.length > 0 && (await db.rows(stillIn, [actor.id, overtaken])).length < overtaken.length) return null;

  const cursor = encodeCursor(now);
  if (lastEventId === null) return { cursor, gap: [] };
  if (!canResume(asked, now)) return { cursor, gap: [resync] };
  const changed = heard.filter((row) => row.changed_at >= since || overtaken.includes(row.id));
  return { cursor, gap: (await readGap(db, listener, { changed, since })) ?? [resync] };
}

/**
 * Follows the conversations that were read, and lets a member's listener hear them.
 * @returns those that changed here since they were read: the change may have been this member's leaving, told before they could be left out
 */
async function follow(
  follower: Follower,
  listener: Listener,
  { heard, now }: { heard: readonly (HeardRow & { id: string })[]; now: Cursor },
): Promise<string[]> {
  const wanted: string[] = [];
  const overtaken: string[] = [];
  for (const row of heard) {
    if (row.left_at !== null) continue;
    const followed = follower.follow(keyOf(row), row.version, wanted);
    if (listener.kind === "desk") continue;
    follower.hub.hear(followed, listener);
    if (followed.version > row.version) overtaken.push(row.id);
  }
  if (listener.kind === "desk") follower.deskLoaded(listener.actor.gymId, now);
  await follower.topics.want(wanted);
  return overtaken;
}

/** Each may bring as many messages as a whole resume may: so many are in memory at a time. */
const conversationsPerRead = 20;

const resync = JSON.stringify({ type: "resync" } satisfies DeskEvent);

/** The serialized events of the gap, or `null` when they would be too many. */
async function readGap(
  db: Database,
  listener: Listener,
  { changed, since }: { changed: readonly { id: string }[]; since: string },
): Promise<string[] | null> {
  if (changed.length === 0) return [];
  if (changed.length > limits.resumeConversationsMax) return null;
  const events: string[] = [];
  for (let at = 0; at < changed.length; at += conversationsPerRead) {
    const versions = new Map(changed.slice(at, at + conversationsPerRead).map(({ id }) => [id, 0]));
    const some = await readChanges(db, { versions, changedAt: since, messagesMax: limits.resumeEventsMax });
    events.push(...some.flatMap((changes) => gapOf(listener, changes)).map((event) => JSON.stringify(event)));
    if (events.length > limits.resumeEventsMax) return null;
  }
  return events;
}

/** The state of one conversation as this listener is to know it; only their own leaving, when they have left. */
function gapOf({ actor, kind }: Listener, changes: ConversationChanges): DeskEvent[] {
  const own = changes.participants.find((row) => row.user_id === actor.id);
  if (kind === "member") {
    if (!own) return [];
    if (own.left_at !== null && changes.member_id !== actor.id) {
      return [{ type: "participant", conversationId: changes.id, version: own.membership_version, participant: participantOf(own) }];
    }
  }
  const events: DeskEvent[] = [{ type: "conversation", conversation: conversationOf(changes, changes.participants, changes.last_message) }];
  if (kind === "desk") for (const row of changes.cases) events.push({ type: "case", conversationId: changes.id, case: caseOf(row) });
  else if (own) events.push({ type: "settings", conversationId: changes.id, version: own.settings_version, own: settingsOf(own) });
  for (const row of changes.messages) events.push({ type: "message", message: messageOf(row) });
  return events;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
