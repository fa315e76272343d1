import type { ConversationPage, ConversationSummary } from "../../shared/conversations";
import { AppError } from "../../shared/errors";
import type { Actor } from "../accounts/actor";
import { sharedServices } from "../accounts/next-bridge";
import { listConversations } from "./list-conversations";

/** More than a screen shows. */
const rows = 15;
/** A row of a larger group needs none of its people but these two: the viewer, and who wrote last. */
const peopleMax = 8;

/**
 * The head of somebody's inbox, for the page that carries the app: what a first look shows is there before the app is. `null` when it cannot be had now;
 * the app reads it in any case. Large groups come without most of their people.
 */
export async function readFirstList(actor: Actor): Promise<ConversationPage | null> {
  try {
    const page = await listConversations({ ...sharedServices(), actor }, { archived: false, limit: rows });
    return { ...page, items: page.items.map((one) => lean(one, actor.id)) };
  } catch (error) {
    // Too many questions at a time, say: the page goes without.
    if (error instanceof AppError) return null;
    throw error;
  }
}

function lean(conversation: ConversationSummary, viewerId: string): ConversationSummary {
  const { participants, lastMessage } = conversation;
  if (participants.length <= peopleMax) return conversation;
  return { ...conversation, participants: participants.filter(({ id }) => id === viewerId || id === lastMessage?.senderId) };
}
