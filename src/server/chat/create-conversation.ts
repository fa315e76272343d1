import { uuidv7 } from "uuidv7";
import type { ConversationSummary, CreateConversationInput } from "../../shared/conversations";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { mayManageGroups } from "../../shared/permissions";
import type { Change, Step } from "../delivery/change";
import { type ConversationKey, everyone, told } from "../delivery/told";
import type { Sql } from "../platform/db";
import type { ChatContext } from "./context";
import { join } from "./join";
import { requireReachable } from "./reachable-people";
import { readSummary } from "./read-summary";

/**
 * Starts a conversation. A direct pair has one for ever: later calls, by either side, answer it.
 * @throws RATE_LIMITED · USER_UNREACHABLE · FORBIDDEN (a member making a group) · GROUP_TOO_LARGE
 */
export async function createConversation(ctx: ChatContext, input: CreateConversationInput): Promise<ConversationSummary> {
  return input.type === "direct" ? openDirect(ctx, input.participantIds[0] ?? "") : createGroup(ctx, input);
}

const findDirect = { name: "chat-find-direct", text: "select id from conversations where direct_key = $1" };

const insertConversation = {
  name: "chat-insert-conversation",
  text: `
    insert into conversations (id, type, name, gym_id, member_id, direct_key, version, name_version, created_at, changed_at)
    values ($1, $2, $3, $4, $5, $6, 1, 1, clock_timestamp(), clock_timestamp())
    on conflict do nothing
    returning changed_at`,
};

async function openDirect(ctx: ChatContext, otherId: string): Promise<ConversationSummary> {
  const { actor, db } = ctx;
  await ctx.rateLimits.take("reads", actor.id);
  const directKey = [actor.id, otherId].sort().join(":");
  const [known] = await db.rows<{ id: string }>(findDirect, [directKey]);
  if (known) return readSummary(db, actor.id, known.id);
  await ctx.rateLimits.take("newConversations", actor.id);
  await requireReachable(db, actor, [otherId]);
  const id = await ctx.delivery.change(async (change) => {
    const key: ConversationKey = { id: uuidv7(), type: "direct", gymId: actor.gymId, memberId: null };
    const step = await insertNew(change.sql, { key, name: null, directKey });
    if (step) await welcome(change, { key, step, userIds: [actor.id, otherId] });
    const [found] = await change.sql.rows<{ id: string }>(findDirect, [directKey]);
    if (!found) throw new Error("a direct conversation was neither made nor found");
    return found.id;
  });
  return readSummary(db, actor.id, id);
}

async function createGroup(ctx: ChatContext, input: Extract<CreateConversationInput, { type: "group" }>): Promise<ConversationSummary> {
  const { actor, db } = ctx;
  if (!mayManageGroups(actor.role)) throw new AppError("FORBIDDEN");
  await ctx.rateLimits.take("newConversations", actor.id);
  const others = [...new Set(input.participantIds)].filter((id) => id !== actor.id);
  if (others.length + 1 > limits.groupParticipantsMax) throw new AppError("GROUP_TOO_LARGE");
  await requireReachable(db, actor, others);
  const key: ConversationKey = { id: uuidv7(), type: "group", gymId: actor.gymId, memberId: null };
  await ctx.delivery.change(async (change) => {
    const step = await insertNew(change.sql, { key, name: input.name, directKey: null });
    if (!step) throw new Error("a fresh conversation id was taken");
    await welcome(change, { key, step, userIds: [actor.id, ...others] });
  });
  return readSummary(db, actor.id, key.id);
}

/** Inserts a conversation at version 1. `null` when its pair, or its member, has one already. */
export async function insertNew(
  sql: Sql,
  { key, name, directKey }: { key: ConversationKey; name: string | null; directKey: string | null },
): Promise<Step | null> {
  const [row] = await sql.rows<{ changed_at: string }>(insertConversation, [key.id, key.type, name, key.gymId, key.memberId, directKey]);
  return row ? { version: 1, lastSeq: 0, at: row.changed_at } : null;
}

/** Lets the first people into a new conversation; each is told the conversation once. */
async function welcome(
  change: Change,
  { key, step, userIds }: { key: ConversationKey; step: Step; userIds: readonly string[] },
): Promise<void> {
  const { events, memberships } = await join(change, { key, step, userIds });
  const conversation = events.find(({ event }) => event.type === "conversation");
  if (conversation) change.tell(told(key, step.version, { events: [{ ...conversation, to: everyone }], memberships: memberships }));
}
