import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { mayManageGroups } from "../../shared/permissions";
import type { Change, LockedConversation } from "../delivery/change";
import { everyone, told } from "../delivery/told";
import type { Sql } from "../platform/db";
import { enter } from "./access";
import type { ChatContext } from "./context";
import { join, participantEvent, readParticipantRows } from "./join";
import { requireReachable } from "./reachable-people";
import { readConversation } from "./read-summary";

const activeIds = {
  name: "chat-active-ids",
  text: "select user_id from conversation_participants where conversation_id = $1 and left_at is null",
};

const leave = {
  name: "chat-leave",
  text: `
    update conversation_participants set left_at = $3, version = $4, membership_version = $4, changed_at = $3
    where conversation_id = $1 and user_id = $2 and left_at is null
    returning user_id`,
};

/**
 * Adds people to a group; those inside already are passed over. What was said before is theirs to read, and nothing of it is unread.
 * @throws NOT_A_PARTICIPANT · FORBIDDEN · NOT_A_GROUP · USER_UNREACHABLE · GROUP_TOO_LARGE
 */
export async function addParticipants(ctx: ChatContext, input: { conversationId: string; participantIds: string[] }): Promise<void> {
  await ctx.rateLimits.take("newConversations", ctx.actor.id);
  await ctx.delivery.change(async (change) => {
    const conversation = await enterGroupAsManager(change, ctx, input.conversationId);
    const inside = await readActiveIds(change.sql, input.conversationId);
    const userIds = [...new Set(input.participantIds)].filter((id) => !inside.has(id));
    if (userIds.length === 0) return;
    if (inside.size + userIds.length > limits.groupParticipantsMax) throw new AppError("GROUP_TOO_LARGE");
    await requireReachable(change.sql, ctx.actor, userIds);
    const step = await change.step(conversation);
    const { events, memberships } = await join(change, { key: conversation.key, step, userIds });
    change.tell(told(conversation.key, step.version, { events, memberships }));
  });
}

/**
 * Takes somebody out of a group. From the commit on they hear nothing more of it. Somebody who is not inside is passed over.
 * @throws NOT_A_PARTICIPANT · FORBIDDEN · NOT_A_GROUP
 */
export async function removeParticipant(ctx: ChatContext, input: { conversationId: string; userId: string }): Promise<void> {
  await ctx.rateLimits.take("marks", ctx.actor.id);
  await ctx.delivery.change(async (change) => {
    const conversation = await enterGroupAsManager(change, ctx, input.conversationId);
    await takeOut(change, conversation, input.userId);
  });
}

/**
 * The caller leaves a group.
 * @throws NOT_A_PARTICIPANT · NOT_A_GROUP
 */
export async function leaveConversation(ctx: ChatContext, conversationId: string): Promise<void> {
  await ctx.rateLimits.take("marks", ctx.actor.id);
  await ctx.delivery.change(async (change) => {
    const { conversation } = await enter(change, ctx.actor, conversationId);
    if (conversation.key.type !== "group") throw new AppError("NOT_A_GROUP");
    await takeOut(change, conversation, ctx.actor.id);
  });
}

/**
 * Names a group; the same name again changes nothing.
 * @throws NOT_A_PARTICIPANT · FORBIDDEN · NOT_A_GROUP
 */
export async function renameConversation(ctx: ChatContext, input: { conversationId: string; name: string }): Promise<void> {
  await ctx.rateLimits.take("marks", ctx.actor.id);
  await ctx.delivery.change(async (change) => {
    const locked = await enterGroupAsManager(change, ctx, input.conversationId);
    if (locked.name === input.name) return;
    const step = await change.step(locked, { name: input.name });
    const conversation = await readConversation(change.sql, input.conversationId);
    change.tell(told(locked.key, step.version, { events: [{ event: { type: "conversation", conversation }, to: everyone }] }));
  });
}

async function enterGroupAsManager(change: Change, { actor }: ChatContext, conversationId: string): Promise<LockedConversation> {
  const { conversation } = await enter(change, actor, conversationId);
  if (conversation.key.type !== "group") throw new AppError("NOT_A_GROUP");
  if (!mayManageGroups(actor.role) || actor.gymId !== conversation.key.gymId) throw new AppError("FORBIDDEN");
  return conversation;
}

async function takeOut(change: Change, conversation: LockedConversation, userId: string): Promise<void> {
  const { key } = conversation;
  if (!(await readActiveIds(change.sql, key.id)).has(userId)) return;
  const step = await change.step(conversation);
  await change.sql.rows(leave, [key.id, userId, step.at, step.version]);
  const [row] = await readParticipantRows(change.sql, key.id, [userId]);
  if (!row) throw new Error("a participant vanished while leaving");
  change.tell(
    told(key, step.version, { events: [{ event: participantEvent(key.id, row), to: everyone }], memberships: [{ userId, joined: false }] }),
  );
}

async function readActiveIds(sql: Sql, conversationId: string): Promise<Set<string>> {
  return new Set((await sql.rows<{ user_id: string }>(activeIds, [conversationId])).map((row) => row.user_id));
}
