import { limits } from "../shared/limits";
import type { Message } from "../shared/messages";
import type { Case } from "../shared/support";
import type { ClientBase } from "./client-base";

/** What was said in an earlier case: its first messages, and whether there are more of them than are read at once. */
export interface CaseMessages {
  messages: readonly Message[];
  hasMore: boolean;
}

type Episode = Pick<Case, "conversationId" | "number" | "openedAt" | "resolvedAt">;

/** Reads the messages of an episode. Where it begins among the others is found by halving: messages are numbered without holes, in the order of time. */
export async function readCaseMessages({ connection, store }: ClientBase, episode: Episode): Promise<CaseMessages> {
  const { conversationId, number, openedAt, resolvedAt } = episode;
  const read = (where: { around?: number; after?: number; limit: number }) =>
    connection.patiently((api) => api.messages.list.query({ conversationId, ...where }));
  const openedMs = Date.parse(openedAt);
  // The first case begins where the conversation does.
  let [low, high] = [1, number === 1 ? 1 : (store.get(conversationId)?.lastSeq ?? 0) + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { messages } = await read({ around: middle, limit: 1 });
    const at = messages.find(({ seq }) => seq === middle)?.createdAt;
    if (at === undefined || Date.parse(at) >= openedMs) high = middle;
    else low = middle + 1;
  }
  const page = await read({ after: low - 1, limit: limits.pageMax });
  const endMs = resolvedAt === null ? Number.POSITIVE_INFINITY : Date.parse(resolvedAt);
  const messages = page.messages.filter(({ createdAt }) => Date.parse(createdAt) <= endMs);
  return { messages, hasMore: page.hasMoreAfter && messages.length === page.messages.length };
}
