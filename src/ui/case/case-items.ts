import type { CaseFileView } from "@/client/case-desk.types";
import type { CaseEntry, Note } from "@/shared/cases";
import type { Message } from "@/shared/messages";
import type { ExtraRow } from "@/ui/conversation/message-rows";

/** `pending`: it is on its way. `unsaved`: its page was closed while it was, and nobody saves it now. */
export type NoteState = "saved" | "pending" | "unsaved";

/** A note, or what was done between two messages, one after the other. */
export type CaseItem =
  | { kind: "note"; key: string; note: Note; state: NoteState }
  | { kind: "entries"; key: string; entries: readonly CaseEntry[] };

/** That somebody was answered stands in the answer itself. */
const isTold = ({ kind }: CaseEntry) => kind !== "replied";

/** The notes and entries of a file in their order; entries that follow each other without a message or note in between are one item. */
export function caseItems(
  file: Pick<CaseFileView, "notes" | "timeline" | "pendingNoteIds" | "unsavedNoteIds">,
  messages: readonly Message[],
): CaseItem[] {
  const places = messages.map(({ version }) => version);
  const items: CaseItem[] = [];
  let lastPlace = -1;
  for (const one of inOrder(file)) {
    const place = countUpTo(places, one.version);
    if ("content" in one) {
      items.push({ kind: "note", key: `note:${one.id}`, note: one, state: stateOf(one, file) });
    } else {
      const before = items.at(-1);
      if (before?.kind === "entries" && place === lastPlace) items[items.length - 1] = { ...before, entries: [...before.entries, one] };
      else items.push({ kind: "entries", key: `entry:${one.version}:${one.place}`, entries: [one] });
    }
    lastPlace = place;
  }
  return items;
}

function stateOf({ id }: Note, { pendingNoteIds, unsavedNoteIds }: Pick<CaseFileView, "pendingNoteIds" | "unsavedNoteIds">): NoteState {
  if (pendingNoteIds.includes(id)) return "pending";
  return unsavedNoteIds.includes(id) ? "unsaved" : "saved";
}

/** Where an item stands in the list of messages. */
export function rowOf(item: CaseItem): ExtraRow {
  const [first] = item.kind === "note" ? [item.note] : item.entries;
  const time = Date.parse(item.kind === "note" ? item.note.createdAt : (item.entries[0]?.at ?? ""));
  const lines = item.kind === "note" ? item.note.content.split("\n").reduce((sum, line) => sum + (Math.ceil(line.length / 84) || 1), 0) : 0;
  const heightPx =
    item.kind === "note" ? 52 + 20 * lines + (item.state === "unsaved" ? 36 : 0) : 8 + 20 * Math.min(item.entries.length, shownEntries + 1);
  return { key: item.key, version: first?.version ?? 0, time, heightPx };
}

/** Of a run so many are shown; the rest on demand. */
export const shownEntries = 3;

function inOrder({ notes, timeline }: Pick<CaseFileView, "notes" | "timeline">): (Note | CaseEntry)[] {
  return [...timeline.filter(isTold), ...notes].sort((a, b) => a.version - b.version || placeOf(a) - placeOf(b));
}

const placeOf = (one: Note | CaseEntry) => ("place" in one ? one.place : 0);

/** How many of ascending numbers are not greater. */
function countUpTo(ascending: readonly number[], version: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= version) low = middle + 1;
    else high = middle;
  }
  return low;
}
