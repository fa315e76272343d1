import { uuidv7 } from "uuidv7";
import type { ConversationSummary } from "../../shared/conversations";
import { AppError } from "../../shared/errors";
import type { ChatContext } from "../chat/context";
import { insertNew } from "../chat/create-conversation";
import { join } from "../chat/join";
import { readSummary } from "../chat/read-summary";
import type { Change } from "../delivery/change";
import { type ConversationKey, everyone, told } from "../delivery/told";
import { openCase, readCurrentCase } from "./case-rows";

const findSupport = { name: "support-find", text: "select id from conversations where gym_id = $1 and member_id = $2" };

/**
 * The caller's support conversation: one per member and gym, made at the first call. After a resolved case, or with the first one, a new case is
 * opened; nobody waits in it until the member writes.
 * @param topic what it is about, kept with a case that this call opens
 * @throws FORBIDDEN for everybody but members · RATE_LIMITED
 */
export async function openSupport(ctx: ChatContext, topic: string | null): Promise<ConversationSummary> {
  const { actor, db } = ctx;
  if (actor.role !== "member") throw new AppError("FORBIDDEN");
  await ctx.rateLimits.take("newConversations", actor.id);
  const id = await ctx.delivery.change(async (change) => {
    const [known] = await change.sql.rows<{ id: string }>(findSupport, [actor.gymId, actor.id]);
    if (!known) return begin(change, ctx, topic);
    await reopen(change, { id: known.id, topic, actorId: actor.id });
    return known.id;
  });
  return readSummary(db, actor.id, id);
}

async function begin(change: Change, { actor }: ChatContext, topic: string | null): Promise<string> {
  const key: ConversationKey = { id: uuidv7(), type: "support", gymId: actor.gymId, memberId: actor.id };
  const step = await insertNew(change.sql, { key, name: null, directKey: null });
  if (!step) {
    // Another call of theirs was quicker.
    const [known] = await change.sql.rows<{ id: string }>(findSupport, [actor.gymId, actor.id]);
    if (!known) throw new Error("a support conversation was neither made nor found");
    return known.id;
  }
  const { events, memberships } = await join(change, { key, step, userIds: [actor.id] });
  const opened = await openCase(change.sql, { conversationId: key.id, number: 1, topic, waitingSince: null }, { step, actorId: actor.id });
  const conversation = events.filter(({ event }) => event.type === "conversation").map(({ event }) => ({ event, to: everyone }));
  change.tell(told(key, step.version, { events: [...conversation, ...opened], memberships }));
  return key.id;
}

async function reopen(change: Change, { id, topic, actorId }: { id: string; topic: string | null; actorId: string }): Promise<void> {
  const conversation = await change.lock(id);
  if (!conversation) throw new AppError("NOT_A_PARTICIPANT");
  const current = await readCurrentCase(change.sql, id);
  if (current && current.status !== "resolved") return;
  const step = await change.step(conversation);
  const number = (current?.number ?? 0) + 1;
  const events = await openCase(change.sql, { conversationId: id, number, topic, waitingSince: null }, { step, actorId });
  change.tell(told(conversation.key, step.version, { events }));
}
