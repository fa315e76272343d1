/**
 * What the desk knows of a case, and what it knows next. A join like `apply-event.ts`: events and pages may come twice, late or in any order, and the
 * result is the same. Notes and entries never change, so each is known or not; a case is its newest number and version.
 */
import type { CaseEntry, Note } from "./cases";
import type { CaseChange } from "./events";
import type { Case } from "./support";

/** A case as a client holds it, as far as it was loaded. */
export interface CaseState {
  case: Case;
  /** Ascending `version`. */
  notes: readonly Note[];
  /** Ascending `version`, `place`. */
  timeline: readonly CaseEntry[];
}

/**
 * The state after an event; the very same object when it changes nothing. Of a conversation that is not known only a case introduces it: its notes and
 * timeline are to be loaded.
 */
export function applyDeskEvent(state: CaseState | undefined, event: CaseChange): CaseState | undefined {
  if (event.type === "case") return state ? applyCase(state, event.case) : { case: event.case, notes: [], timeline: [] };
  if (!state) return undefined;
  return event.type === "note" ? applyNotes(state, [event.note]) : applyEntries(state, [event.entry]);
}

/** The state after a page of `support.get`, or after the answer to a change. */
export function applyCaseFile(state: CaseState | undefined, file: CaseState): CaseState {
  if (!state) return { case: file.case, notes: file.notes, timeline: file.timeline };
  return applyEntries(applyNotes(applyCase(state, file.case), file.notes), file.timeline);
}

/** The state after a case became known. */
export function applyCase(state: CaseState, incoming: Case): CaseState {
  const { number, version } = state.case;
  const isNewer = incoming.number > number || (incoming.number === number && incoming.version > version);
  return isNewer ? { ...state, case: incoming } : state;
}

function applyNotes(state: CaseState, incoming: readonly Note[]): CaseState {
  const known = new Set(state.notes.map(({ id }) => id));
  const fresh = incoming.filter(({ id }) => !known.has(id));
  return fresh.length === 0 ? state : { ...state, notes: [...state.notes, ...fresh].sort((a, b) => a.version - b.version) };
}

function applyEntries(state: CaseState, incoming: readonly CaseEntry[]): CaseState {
  const known = new Set(state.timeline.map(keyOf));
  const fresh = incoming.filter((entry) => !known.has(keyOf(entry)));
  if (fresh.length === 0) return state;
  return { ...state, timeline: [...state.timeline, ...fresh].sort((a, b) => a.version - b.version || a.place - b.place) };
}

const keyOf = ({ version, place }: CaseEntry) => `${version} ${place}`;
