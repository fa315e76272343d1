import type { OwnSettings } from "../../shared/conversations";
import { AppError } from "../../shared/errors";
import { settingsOf } from "../delivery/rows";
import { only, told } from "../delivery/told";
import { enter } from "./access";
import type { ChatContext } from "./context";
import { readParticipantRows } from "./join";

const write = {
  name: "chat-write-own-settings",
  text: `
    update conversation_participants set
      archived_at = case when $3::boolean is null then archived_at when $3 then $6 end,
      archived_seq = case when $3 then $7::int else archived_seq end,
      muted_until = case when $4 then $5::timestamptz else muted_until end,
      version = $8, settings_version = $8, changed_at = $6
    where conversation_id = $1 and user_id = $2`,
};

interface SettingsInput {
  conversationId: string;
  /** Puts the conversation away until its next message, or takes it back. */
  archived?: boolean;
  /** ISO: no notifications until then; `null` ends that. */
  mutedUntil?: string | null;
}

/**
 * Changes what only the caller sees of a conversation, on all their devices.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT
 */
export async function setOwnSettings(ctx: ChatContext, { conversationId, archived, mutedUntil }: SettingsInput): Promise<OwnSettings> {
  const { actor } = ctx;
  await ctx.rateLimits.take("marks", actor.id);
  return ctx.delivery.change(async (change) => {
    const { conversation, part } = await enter(change, actor, conversationId);
    if (!part?.isActive) throw new AppError("NOT_A_PARTICIPANT");
    const step = await change.step(conversation);
    const values = [
      conversationId,
      actor.id,
      archived ?? null,
      mutedUntil !== undefined,
      mutedUntil ?? null,
      step.at,
      step.lastSeq,
      step.version,
    ];
    await change.sql.rows(write, values);
    const [row] = await readParticipantRows(change.sql, conversationId, [actor.id]);
    if (!row) throw new Error("a participant vanished under the lock");
    const own = settingsOf(row);
    change.tell(
      told(conversation.key, step.version, {
        events: [{ event: { type: "settings", conversationId, version: step.version, own }, to: only(actor.id) }],
      }),
    );
    return own;
  });
}
