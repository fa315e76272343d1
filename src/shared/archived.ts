import type { OwnSettings } from "./conversations";

/** Whether a conversation is put away: archived, and silent since. */
export function isArchived(own: OwnSettings, lastSeq: number): boolean {
  return own.archivedAt !== null && lastSeq <= own.archivedSeq;
}
