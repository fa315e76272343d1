import * as z from "zod";
import { casePriorities } from "./case-priorities";
import type { ConversationSummary } from "./conversations";
import { GymIds } from "./desk-gym";
import { Id } from "./ids";
import { limits } from "./limits";
import { isText } from "./text";
import { line } from "./text-inputs";

/** `open`: the desk is to act; `pending`: the member is; `snoozed`: nobody until a moment; `resolved`: done. */
export const CaseStatus = z.enum(["open", "pending", "snoozed", "resolved"]);
export type CaseStatus = z.infer<typeof CaseStatus>;
/** How urgent a case is. */
export const CasePriority = z.enum(casePriorities);
export type CasePriority = z.infer<typeof CasePriority>;

/** The support side of a support conversation: one episode of it. Staff only. */
export interface Case {
  conversationId: string;
  /** 1, 2, 3 … in the conversation; the newest is the current one. */
  number: number;
  status: CaseStatus;
  priority: CasePriority;
  topic: string | null;
  assigneeId: string | null;
  labels: string[];
  /** Since when the member waits for an answer (ISO); `null` when nobody waits. */
  waitingSince: string | null;
  /** ISO. */
  openedAt: string;
  /** When the desk first answered somebody who waited (ISO) … */
  firstReplyAt: string | null;
  /** … and when it last did. */
  lastReplyAt: string | null;
  resolvedAt: string | null;
  /** Until when a snoozed case sleeps (ISO); `null` in every other status. */
  snoozedUntil: string | null;
  /** Whom its notes mention. */
  mentionedIds: string[];
  /** The number of the later case that this one became part of. */
  mergedInto: number | null;
  /** The conversation's `version` at this case's last change. */
  version: number;
}

/** A case in the queue, with its conversation, which says of which gym it is. */
export interface QueueItem {
  conversation: ConversationSummary;
  case: Case;
}

/** A part of the queue. */
export const QueueView = z.enum(["mine", "unassigned", "all", "resolved"]);
export type QueueView = z.infer<typeof QueueView>;

/** Every view of the queue. Mine, unassigned, all and mentions have what is open or pending; what sleeps stands in `snoozed` until it wakes. */
export const DeskView = z.enum([...QueueView.options, "mentions", "snoozed"]);
export type DeskView = z.infer<typeof DeskView>;

/** What a view is narrowed to; each that is given must hold. */
export const QueueFilters = z.object({
  /** Of one of these gyms. Those at whose desk the caller does not work have nothing, like those that are not there. */
  gymIds: GymIds,
  /** All of them. */
  labels: z.array(line(limits.labelCharactersMax)).max(limits.caseLabelsMax).optional(),
  /** One of them. */
  priorities: z.array(CasePriority).max(CasePriority.options.length).optional(),
  /** `null`: nobody's. */
  assigneeId: Id.nullable().optional(),
  /** Seconds that the member has waited at least. */
  waitingForS: z
    .number()
    .int()
    .min(1)
    .max(366 * 86_400)
    .optional(),
  /** Messages that the caller has not read. */
  unread: z.literal(true).optional(),
  /** All words stand in the member's name, or all in the topic; case and accents do not matter. */
  text: z.string().trim().max(limits.searchQueryCharactersMax).refine(isText, "contains characters that are not text").optional(),
});
export type QueueFilters = z.infer<typeof QueueFilters>;

/** What the member wants to talk about, if they say so. */
export const OpenSupportInput = z.object({ topic: line(limits.topicCharactersMax).optional() }).optional();

/** A page of a view of the queue. */
export const QueueInput = z.object({
  view: DeskView.default("all"),
  filters: QueueFilters.optional(),
  cursor: z.string().min(1).max(200).nullish(),
  limit: z.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
});
export type QueueInput = z.infer<typeof QueueInput>;

/** A page of `support.queue`. */
export interface QueuePage {
  /**
   * Longest waiting first, then those who do not wait, newest activity first; what is resolved by activity alone, what sleeps by its end.
   * With filters a page may be short of its limit: `nextCursor` says whether there is more.
   */
  items: QueueItem[];
  nextCursor: string | null;
  /**
   * How many cases each view has at the desks that are asked for, without the other filters; of `resolved`, which grows for ever, at most
   * `limits.resolvedCountMax`: so many, or more.
   */
  counts: Record<DeskView, number>;
}
