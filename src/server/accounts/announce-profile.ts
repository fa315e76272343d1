import type { Delivery } from "../delivery/delivery";
import { type ParticipantRow, participantOf } from "../delivery/rows";
import { everyone, told } from "../delivery/told";
import type { Database } from "../platform/db";

const pageOfConversations = 100;

const nextConversations = {
  name: "accounts.conversations-of-user",
  text: `
    select conversation_id from conversation_participants
     where user_id = $1::uuid and ($2::uuid is null or conversation_id > $2::uuid)
     order by conversation_id limit ${pageOfConversations}`,
};

// The row keeps the role as it was at joining, which is what a snapshot shows: it follows.
const stampParticipant = {
  name: "accounts.stamp-participant",
  text: `
    update conversation_participants cp
       set role = u.role, version = $3, membership_version = $3, changed_at = $4
      from users u
     where cp.conversation_id = $1::uuid and cp.user_id = $2::uuid and u.id = cp.user_id
     returning cp.*, u.name, u.avatar_url`,
};

/**
 * Tells everybody who shares a conversation with this user their new name, picture or role. One conversation after the other, each in its own
 * transaction, so that a trainer of a thousand members keeps no lock and no list of them. Where they have left they are still shown, so it is
 * told there too.
 */
export async function announceProfile(
  { db, delivery }: { db: Database; delivery: Pick<Delivery, "change"> },
  userId: string,
): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const page: { conversation_id: string }[] = await db.rows<{ conversation_id: string }>(nextConversations, [userId, after]);
    for (const { conversation_id } of page) await announceIn(delivery, conversation_id, userId);
    after = page.at(-1)?.conversation_id ?? null;
    if (page.length < pageOfConversations) return;
  }
}

async function announceIn(delivery: Pick<Delivery, "change">, conversationId: string, userId: string): Promise<void> {
  await delivery.change(async ({ sql, lock, step, tell }) => {
    const conversation = await lock(conversationId);
    if (!conversation) return;
    const { version, at } = await step(conversation);
    const [row] = await sql.rows<ParticipantRow>(stampParticipant, [conversationId, userId, version, at]);
    if (!row) throw new Error(`participant ${userId} of ${conversationId} vanished under the lock`);
    const event = { type: "participant", conversationId, version, participant: participantOf(row) } as const;
    tell(told(conversation.key, version, { events: [{ event, to: everyone }] }));
  });
}
