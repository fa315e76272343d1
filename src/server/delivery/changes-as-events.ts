import type { CaseChange, ResyncEvent } from "../../shared/events";
import type { ConversationChanges } from "./read-changes";
import { caseOf, conversationOf, entryOf, messageOf, noteOf, settingsOf } from "./rows";
import { deskOnly, everyone, only, type TellEvent } from "./told";

/** Everything that a listener who knew version `since` must be told to know the present state. */
export function eventsOf(changes: ConversationChanges, since: number): TellEvent[] {
  if (!changes.messages) return [{ event: { type: "resync" }, to: everyone }];
  const conversation = conversationOf(changes, changes.participants, changes.last_message);
  const events: TellEvent[] = [{ event: { type: "conversation", conversation }, to: everyone }];
  for (const row of changes.participants) {
    // Who came back has settings from before.
    if (row.settings_version === 0 || Math.max(row.settings_version, row.membership_version) <= since) continue;
    const event = { type: "settings", conversationId: changes.id, version: row.settings_version, own: settingsOf(row) } as const;
    events.push({ event, to: only(row.user_id) });
  }
  for (const row of changes.messages) events.push({ event: { type: "message", message: messageOf(row) }, to: everyone });
  for (const event of deskEventsOf(changes)) events.push({ event, to: deskOnly });
  return events;
}

/** What the desk of a support conversation, and nobody else, must be told of it. */
export function deskEventsOf({ id: conversationId, cases, notes, entries }: ConversationChanges): (CaseChange | ResyncEvent)[] {
  if (!notes || !entries) return [{ type: "resync" }];
  return [
    ...cases.map((row): CaseChange => ({ type: "case", conversationId, case: caseOf(row) })),
    ...notes.map((row): CaseChange => ({ type: "note", conversationId, note: noteOf(row) })),
    ...entries.map((row): CaseChange => ({ type: "timeline", conversationId, entry: entryOf(row) })),
  ];
}
