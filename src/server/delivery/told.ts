/**
 * What a process tells the others of one committed change. On the bus it is a header line and a line per event: whoever passes an event on
 * never parses it, so it is serialized once, by the process that made it.
 */
import type { ConversationType } from "../../shared/conversations";
import type { DeskEvent } from "../../shared/events";

/** Whom an event is for: all or some of those who take part, and, in a support conversation, the desk. */
export interface Audience {
  users: "all" | readonly string[];
  desk: boolean;
}

export const everyone: Audience = { users: "all", desk: true };
export const deskOnly: Audience = { users: [], desk: true };
/** Those of whom the event speaks; the desk sees it too. */
export const some = (users: readonly string[]): Audience => ({ users, desk: true });
/** The affair of these people alone. */
export const only = (...userIds: readonly string[]): Audience => ({ users: userIds, desk: false });

export interface Membership {
  userId: string;
  joined: boolean;
}

/** Which conversation, and who may hear of it. */
export interface ConversationKey {
  id: string;
  type: ConversationType;
  gymId: string;
  memberId: string | null;
}

export interface TellEvent {
  event: DeskEvent;
  to: Audience;
}

/** One committed change: everything that one step of `conversation.version` did. */
export interface Told {
  conversation: ConversationKey;
  version: number;
  memberships: readonly Membership[];
  /** Each with its event already serialized. */
  events: readonly { json: string; to: Audience }[];
}

/** A change with its events serialized. */
export function told(
  conversation: ConversationKey,
  version: number,
  { events, memberships = [] }: { events: readonly TellEvent[]; memberships?: readonly Membership[] | undefined },
): Told {
  return { conversation, version, memberships, events: events.map(({ event, to }) => ({ json: JSON.stringify(event), to })) };
}

interface Header {
  conversation: ConversationKey;
  version: number;
  memberships: readonly Membership[];
  to: Audience[];
}

export function encodeTold({ conversation, version, memberships, events }: Told): string {
  const { id, type, gymId, memberId } = conversation;
  // In this order: `readStamp` counts on it.
  const header: Header = { conversation: { id, type, gymId, memberId }, version, memberships, to: events.map(({ to }) => to) };
  return [JSON.stringify(header), ...events.map(({ json }) => json)].join("\n");
}

export function decodeTold(text: string): Told {
  const [head = "", ...lines] = text.split("\n");
  const { conversation, version, memberships, to } = JSON.parse(head) as Header;
  return { conversation, version, memberships, events: lines.map((json, at) => ({ json, to: to[at] ?? deskOnly })) };
}

const beforeId = '{"conversation":{"id":"';
const afterId = beforeId.length + 36;
const beforeVersion = '"version":';

/** Of which conversation and version an encoded change speaks, without parsing it. */
export function readStamp(text: string): { conversationId: string; version: number } {
  const at = text.indexOf(beforeVersion, afterId) + beforeVersion.length;
  return { conversationId: text.slice(beforeId.length, afterId), version: Number.parseInt(text.slice(at, at + 10), 10) };
}

/** The bus topics of a change: the conversation's, its desk's, and those of people who join, who cannot listen to the conversation yet. */
export function topicsOf({ conversation, memberships }: Told): string[] {
  const topics = [conversationTopic(conversation.id)];
  if (conversation.type === "support") topics.push(deskTopic(conversation.gymId));
  for (const { userId, joined } of memberships) if (joined) topics.push(userTopic(userId));
  return topics;
}

export const conversationTopic = (id: string) => `conversation:${id}`;
export const deskTopic = (gymId: string) => `desk:${gymId}`;
export const userTopic = (userId: string) => `user:${userId}`;
