import * as z from "zod";
import { labelTones } from "./cases";
import { deskGym } from "./desk-gym";
import { Id } from "./ids";
import { limits } from "./limits";
import { Moment } from "./moment";
import { CasePriority } from "./support";
import { line, MessageContent } from "./text-inputs";
import { viewingStates } from "./viewing";

const Version = z.number().int().min(1).max(2_147_483_647);
const LabelName = line(limits.labelCharactersMax);
const Topic = line(limits.topicCharactersMax);

/** `version` is that of the case which the screen showed: what a colleague has changed since is not overwritten. */
const ofCase = { conversationId: Id, version: Version };

/** A case with what was written and done about the member; `before` pages back. */
export const GetCaseInput = z.object({
  conversationId: Id,
  /** Notes and entries with a smaller `version`. */
  before: Version.optional(),
  /** Notes and entries together. */
  limit: z.number().int().min(10).max(limits.pageMax).default(limits.messagesPageDefault),
});
export type GetCaseInput = z.infer<typeof GetCaseInput>;

/** `null` puts it back to nobody. */
export const AssignInput = z.object({ ...ofCase, assigneeId: Id.nullable() });
export type AssignInput = z.infer<typeof AssignInput>;

/** Opens a case, or sets it to wait for the member. */
export const SetStatusInput = z.object({ ...ofCase, status: z.enum(["open", "pending"]) });
export type SetStatusInput = z.infer<typeof SetStatusInput>;

/** How urgent a case is from now on. */
export const SetPriorityInput = z.object({ ...ofCase, priority: CasePriority });
export type SetPriorityInput = z.infer<typeof SetPriorityInput>;

/** All labels of a case from now on; a merged case may have more than one may be given, and lose them one by one. */
export const SetLabelsInput = z.object({ ...ofCase, labels: z.array(LabelName).max(limits.gymLabelsMax) });
export type SetLabelsInput = z.infer<typeof SetLabelsInput>;

/** Until when it leaves the open views, unless the member writes before. */
export const SnoozeInput = z.object({ ...ofCase, until: Moment });
export type SnoozeInput = z.infer<typeof SnoozeInput>;

/** Without a `topic` the case keeps the one it has. */
export const ResolveInput = z.object({ ...ofCase, topic: Topic.optional() });
export type ResolveInput = z.infer<typeof ResolveInput>;

/** What a case is about; `null` takes that away. */
export const SetTopicInput = z.object({ ...ofCase, topic: Topic.nullable() });
export type SetTopicInput = z.infer<typeof SetTopicInput>;

/** The earlier case of this number becomes part of the present one. */
export const MergeInput = z.object({ ...ofCase, number: z.number().int().min(1).max(1_000_000) });
export type MergeInput = z.infer<typeof MergeInput>;

/** A note for colleagues. */
export const AddNoteInput = z.object({
  conversationId: Id,
  /** Made by the client; the same id sent again returns the first note. */
  id: Id,
  content: MessageContent,
  mentions: z.array(Id).max(limits.noteMentionsMax).default([]),
});
export type AddNoteInput = z.infer<typeof AddNoteInput>;

/** Pages through the notes that mention the caller. */
export const MentionsInput = z
  .object({
    cursor: z.string().min(1).max(200).nullish(),
    limit: z.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
  })
  .default({ limit: limits.pageDefault });
export type MentionsInput = z.infer<typeof MentionsInput>;

/** The caller has seen what the notes up to this `version` say to them. */
export const SeeMentionsInput = z.object({ conversationId: Id, version: z.number().int().min(0).max(2_147_483_647) });
export type SeeMentionsInput = z.infer<typeof SeeMentionsInput>;

/** Says that the caller looks at a conversation, or no longer does. */
export const SetViewingInput = z.object({ conversationId: Id, state: z.enum([...viewingStates, "none"]) });

/** Makes a label of a gym, or changes its tone. */
export const SaveLabelInput = z.object({ ...deskGym, name: LabelName, tone: z.enum(labelTones).default("neutral") });
export type SaveLabelInput = z.infer<typeof SaveLabelInput>;
/** Takes a label from a gym. */
export const RemoveLabelInput = z.object({ ...deskGym, name: LabelName });
/** Changes what holds for the whole desk. */
export const SetDeskSettingsInput = z.object({ ...deskGym, requiresTopic: z.boolean() });
