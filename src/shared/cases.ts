/** What the desk knows of a member's case beside the messages. None of it ever reaches a member: its types stand in no event of theirs. */
import type { BusinessHours } from "./business-hours";
import type { MemberField } from "./member-fields";
import type { DeskGym, Person } from "./people";
import type { Shift } from "./shifts";
import type { Case, CasePriority, CaseStatus } from "./support";

/** What staff write for each other. */
export interface Note {
  /** The UUID (v7) that the writing client made. */
  id: string;
  conversationId: string;
  authorId: string;
  content: string;
  /** Whom it mentions: people of the desk. */
  mentions: string[];
  /** ISO. */
  createdAt: string;
  /** The conversation's `version` when it was written: its place among the entries. */
  version: number;
}

/** What may happen to a case. */
export type CaseFact =
  | { kind: "opened"; topic: string | null }
  | { kind: "assigned"; from: string | null; to: string | null }
  /**
   * `until` with a snooze. `waitedSince` where the change ended a wait that nobody had answered; `waitsSince` where it was undone, and the wait goes on.
   */
  | { kind: "status"; from: CaseStatus; to: CaseStatus; until: string | null; waitedSince: string | null; waitsSince?: string }
  | { kind: "priority"; from: CasePriority; to: CasePriority }
  | { kind: "labels"; added: string[]; removed: string[] }
  | { kind: "topic"; from: string | null; to: string | null }
  /** The desk answered a member who had waited since then; `isFirst` for the first time in this case. */
  | { kind: "replied"; waitedSince: string; isFirst: boolean }
  /** The earlier case of this number became part of this one. `before` is what this one was until then. */
  | { kind: "merged"; earlier: number; before: Pick<Case, "topic" | "priority" | "labels" | "openedAt" | "firstReplyAt"> };

/** A line of a case's timeline. Written in the commit that did it, and never changed. */
export type CaseEntry = CaseFact & {
  conversationId: string;
  /** The case's. */
  number: number;
  /** The conversation's `version` that this came with … */
  version: number;
  /** … and its place among what else did: 0, 1 … */
  place: number;
  /** Who did it; `null` for the clock. */
  actorId: string | null;
  /** ISO. For people: `version` and `place` order. */
  at: string;
};

/** `support.get`: a case with what was written and done about the member, the newest page of it. */
export interface CaseFile {
  case: Case;
  /** The member's cases before this one, newest first; the last `limits.earlierCasesMax`. */
  earlier: Case[];
  /** Ascending `version`. */
  notes: Note[];
  /** Ascending `version`, `place`. */
  timeline: CaseEntry[];
  /** What the main API says about the member, in its order. */
  fields: MemberField[];
  /** What to ask for as `before` to get the notes and entries ahead of these; `null` when there are none. */
  before: number | null;
}

/** `support.mentions`: a note that mentions the caller, with its case as it is now. */
export interface Mention {
  note: Note;
  case: Case;
  /** The member whose case it is. */
  member: Person;
  /** At whose desk. */
  gymId: string;
  /** When the caller opened its case (ISO); `null` when they have not since. */
  seenAt: string | null;
}

/** A page of `support.mentions`. */
export interface MentionPage {
  /** Newest first. */
  items: Mention[];
  nextCursor: string | null;
}

/** A label that the desk of a gym has. */
export interface Label {
  name: string;
  tone: LabelTone;
}

export const labelTones = ["neutral", "accent", "warning", "danger"] as const;
/** How a label is drawn. */
export type LabelTone = (typeof labelTones)[number];

/** `support.settings`: what the screens of a desk need to know of it. */
export interface DeskSettings {
  /** Whose desk this is. */
  gym: DeskGym;
  /** The gyms at whose desk the caller works, their own first, then by name. */
  gyms: DeskGym[];
  /** By name. */
  labels: Label[];
  /** Whether a case can be resolved only with a topic. */
  requiresTopic: boolean;
  /** Who works here and may be assigned and mentioned, by name. */
  staff: Person[];
  /** Who takes cases now; whoever is not named is away. */
  shifts: Shift[];
  /** What is offered as topics, in this order; others are as good. */
  topics: string[];
  /** When the desk is open; `null` when nothing was said. */
  hours: BusinessHours | null;
}

/** What of a desk is needed wherever its cases stand among those of others. */
export type DeskDirectory = Pick<DeskSettings, "gym" | "labels" | "requiresTopic" | "staff" | "topics">;

/** `support.directory`: the same of several desks, and each person once, at however many they work. */
export interface DeskDirectories {
  desks: (Omit<DeskDirectory, "staff"> & {
    /** In the order of their names. */
    staffIds: string[];
  })[];
  people: Person[];
}
