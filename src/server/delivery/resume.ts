/**
 * The one way in and back: listen first, read the gap, go live. A listener without a cursor has no gap: its client loads a snapshot after the
 * first frame. One with a cursor gets the state of every conversation that changed since, less the reach of the cursor; what it knows already
 * changes nothing. Where that cannot be told (another epoch, too old, too much) it gets a single `resync`.
 */

import type { DeskEvent } from "../../shared/events";
import { limits } from "../../shared/limits";
import { mayTakePart } from "../../shared/permissions";
import { type Database, isUnavailable } from "../platform/db";
import { keyOf } from "./changed-lately";
import { type Cursor, canResume, decodeCursor, encodeCursor } from "./cursor";
import type { Follower } from "./follow";
import type { Gap } from "./gaps";
import type { Heard } from "./heard";
import { Listener, type ListeningActor, type Socket } from "./listener";
import { handedOverAt } from "./progress";
import { participantOf, settingsOf } from "./rows";
import { deskTopic, userTopic } from "./told";
import { HandOver } from "./wire";

interface ListenRequest {
  actor: ListeningActor;
  /** `member`: the conversations the actor takes part in. `desk`: the support conversations of all desks at which the actor works. */
  kind: Listener["kind"];
  lastEventId: string | null;
  socket: Socket;
  signal: AbortSignal;
}

const stillIn = {
  name: "delivery-still-in",
  text: "select conversation_id from conversation_participants where user_id = $1 and conversation_id = any($2::uuid[]) and left_at is null",
};

/** A durable subscription: yields one hand-over, and lasts until `signal` aborts. */
export async function* listen(follower: Follower, db: Database, request: ListenRequest): AsyncGenerator<HandOver, void> {
  const { actor, kind, signal, lastEventId } = request;
  const topics = kind === "desk" ? actor.deskGymIds.map(deskTopic) : [userTopic(actor.id)];
  let listener = new Listener(actor, kind, request.socket);
  try {
    await follower.topics.want(topics);
    begin(follower, listener);
    let first = await attach(follower, db, { listener, lastEventId });
    while (!first) {
      // It has heard what was not for it any more: that is thrown away, unsaid, and another begins.
      await follower.abandon(follower.hub.remove(listener));
      listener = new Listener(actor, kind, request.socket);
      begin(follower, listener);
      first = await attach(follower, db, { listener, lastEventId });
    }
    const begun = listener;
    yield new HandOver(begun, first, () => follower.pace.wake([begun]));
    await aborted(signal);
  } catch (error) {
    // A client that is refused gives up; one whose socket closes comes back and tries again.
    if (isUnavailable(error)) listener.sendAway();
    throw error;
  } finally {
    await follower.abandon(follower.hub.remove(listener));
    await follower.topics.release(topics);
  }
}

/** From here on what concerns the listener is kept for it. */
function begin(follower: Follower, listener: Listener): void {
  follower.hub.add(listener);
  if (listener.kind === "desk") for (const gymId of listener.actor.deskGymIds) follower.deskBegins(gymId);
}

/** Lets a listener hear what is its own; `null` when a membership ended on the way, unseen. */
async function attach(
  follower: Follower,
  db: Database,
  { listener, lastEventId }: { listener: Listener; lastEventId: string | null },
): Promise<{ cursor: string; gap: string[] } | null> {
  const asked = lastEventId === null ? null : decodeCursor(lastEventId);
  const since = sinceOf(asked);
  const { actor, kind } = listener;
  const heard = await (kind === "desk"
    ? follower.heard.ofDesks(actor.deskGymIds, since)
    : follower.heard.ofMember({ userId: actor.id, since }));
  const { now } = heard;
  const cursor = encodeCursor(now);
  // Sent away meanwhile: what was read may be of the life before.
  if (listener.isClosed) return { cursor, gap: [] };
  follower.progress.startFrom(now);

  const rows = heard.rows.filter((row) => mayTakePart(actor, keyOf(row), true));
  const overtaken = await follow(follower, listener, { now, rows });
  listener.followsSince = follower.progress.ticks;
  if (asked && canResume(asked, now)) {
    const changed = rows.filter((row) => row.changed_at >= since || overtaken.includes(row.id)).map(({ id }) => id);
    const gap = await readGap(follower, listener, { changed, overtaken, since });
    return gap && { cursor, gap };
  }
  if (overtaken.length > 0 && (await db.rows(stillIn, [actor.id, overtaken])).length < overtaken.length) return null;
  return { cursor, gap: lastEventId === null ? [] : [resync] };
}

function inWords(event: DeskEvent): string {
  return JSON.stringify(event);
}

const never = { epoch: "", at: Date.parse("9999-01-01") };

/** From when on (ISO) changes may be unknown to a cursor. Of whole seconds: those who come back together ask for the same. */
function sinceOf(cursor: Cursor | null): string {
  return new Date(Math.floor(Date.parse(handedOverAt(cursor ?? never)) / 1_000) * 1_000).toISOString();
}

/**
 * Follows the conversations that were read, and lets a member's listener hear them.
 * @returns those that changed here since they were read: the change may have been this member's leaving, told before they could be left out
 */
async function follow(follower: Follower, listener: Listener, { now, rows }: Heard): Promise<string[]> {
  const wanted: string[] = [];
  const overtaken: string[] = [];
  if (listener.kind === "desk") for (const gymId of listener.actor.deskGymIds) follower.deskLoaded(gymId, now);
  for (const row of rows) {
    if (row.left_at !== null) continue;
    const followed = follower.follow(keyOf(row), row.version, wanted);
    if (listener.kind === "desk") continue;
    follower.hub.hear(followed, listener);
    if (followed.version > row.version) overtaken.push(row.id);
  }
  await follower.topics.want(wanted);
  return overtaken;
}

const resync = inWords({ type: "resync" });

/** Conversations whose gaps one listener reads at a time. */
const gapsAtATime = 40;

/** The serialized events of the gap, or a `resync` when they would be too many; `null` when one overtaken turns out to have been a leaving. */
async function readGap(
  follower: Follower,
  listener: Listener,
  { changed, overtaken, since }: { changed: readonly string[]; overtaken: readonly string[]; since: string },
): Promise<string[] | null> {
  const isTooWide = changed.length > limits.resumeConversationsMax;
  const hasLeft = ({ changes }: Gap) => overtaken.includes(changes.id) && ownOf(listener, changes)?.left_at !== null;
  const isAtDesk = listener.kind === "desk";
  const isWhole = ({ messages, changes: { notes, entries } }: Gap) => messages && (!isAtDesk || (notes && entries));
  const others = isTooWide ? [] : changed.filter((id) => !overtaken.includes(id));
  const events: string[] = [];
  let length = 0;
  let isTooMuch = isTooWide;
  // Some at a time, those first that may have been left: what is too much anyway is not read to its end.
  for (const ids of [overtaken, ...inParts(others, gapsAtATime)]) {
    if (isTooMuch && ids !== overtaken) return [resync];
    for (const gap of await Promise.all(ids.map((id) => follower.gaps.read(id, since)))) {
      if (!gap) continue;
      if (hasLeft(gap)) return null;
      const told = isWhole(gap) ? eventsOf(listener, gap) : [];
      events.push(...told);
      length += told.reduce((sum, json) => sum + json.length, 0);
      isTooMuch ||= !isWhole(gap) || events.length > limits.resumeEventsMax || length > limits.resumeLengthMax;
    }
  }
  return isTooMuch ? [resync] : events;
}

function inParts<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most));
}

const ownOf = ({ actor }: Listener, { participants }: Gap["changes"]) => participants.find((row) => row.user_id === actor.id);

/** The state of one conversation as this listener is to know it; only their own leaving, when they have left. */
function eventsOf(listener: Listener, { changes, conversation, messages, ofDesk }: Gap): string[] {
  if (listener.kind === "desk") return [conversation, ...ofDesk, ...(messages ?? [])];
  const own = ownOf(listener, changes);
  if (!own) return [];
  if (own.left_at !== null && changes.member_id !== listener.actor.id) {
    const participant = participantOf(own);
    return [inWords({ type: "participant", conversationId: changes.id, version: own.membership_version, participant })];
  }
  const settings = inWords({ type: "settings", conversationId: changes.id, version: own.settings_version, own: settingsOf(own) });
  return [conversation, settings, ...(messages ?? [])];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
