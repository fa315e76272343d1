import type { ClientStorage } from "./client-storage";
import { keysOf, recordChange } from "./device-records";

/** Where version 0.1 kept what waited: one entry per message, in the browser's localStorage. */
const prefix = "chat.outbox.";

type KeyValues = Pick<Storage, "length" | "key" | "getItem" | "removeItem">;

/**
 * Moves what version 0.1 left unsent on this device into `storage`, for whoever wrote it, in the order of writing and before anything newer. Each entry is
 * taken away from the old place only once it is in the new one; a message that two tabs move, or that was sent meanwhile, is still one by its id.
 */
export async function moveReleasedOutbox(old: KeyValues, storage: ClientStorage): Promise<void> {
  const rows: ReleasedRow[] = [];
  for (let at = 0; at < old.length; at++) {
    const key = old.key(at);
    const row = key?.startsWith(prefix) ? parsed(old.getItem(key)) : null;
    if (row) rows.push(row);
  }
  if (rows.length === 0) return;
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const changes = rows.map(({ ownerId, id, conversationId, content, replyToId, writtenAt, state, error }, at) =>
    recordChange(keysOf(ownerId).outbox + id, {
      ...{ id, conversationId, content, replyToId: replyToId ?? null, writtenAt: writtenAt ?? 0 },
      ...{ state: state === "failed" ? "failed" : "pending", error: error ?? null, place: at - rows.length },
    }),
  );
  await storage.write(changes);
  for (const { id } of rows) old.removeItem(prefix + id);
}

interface ReleasedRow {
  ownerId: string;
  id: string;
  conversationId: string;
  content: string;
  replyToId?: string | null;
  writtenAt?: number;
  state?: string;
  error?: unknown;
}

/** What another program, or somebody's hand, left there is passed over. */
function parsed(text: string | null): ReleasedRow | null {
  try {
    const row = JSON.parse(text ?? "null") as Partial<ReleasedRow> | null;
    const isRow = [row?.id, row?.ownerId, row?.content, row?.conversationId].every((field) => typeof field === "string");
    return isRow ? (row as ReleasedRow) : null;
  } catch {
    return null;
  }
}
