import { BulkInput, UndoBulkInput } from "../../../shared/bulk";
import {
  AddNoteInput,
  AssignInput,
  GetCaseInput,
  MentionsInput,
  MergeInput,
  RemoveLabelInput,
  ResolveInput,
  SaveLabelInput,
  SeeMentionsInput,
  SetDeskSettingsInput,
  SetLabelsInput,
  SetPriorityInput,
  SetStatusInput,
  SetTopicInput,
  SetViewingInput,
  SnoozeInput,
} from "../../../shared/case-inputs";
import { OnChangeInput } from "../../../shared/conversations";
import { DeskInput, DesksInput } from "../../../shared/desk-gym";
import type { DeskFrame } from "../../../shared/events";
import { RemoveViewInput, SaveViewInput } from "../../../shared/saved-views";
import { SetShiftInput } from "../../../shared/shifts";
import { OpenSupportInput, QueueInput } from "../../../shared/support";
import { requireDesk } from "../../chat/access";
import { addNote } from "../../support/add-note";
import { assignCase } from "../../support/assign-case";
import { changeMany } from "../../support/change-many";
import { readDeskSettings, setDeskSettings } from "../../support/desk-settings";
import { getCase } from "../../support/get-case";
import { removeLabel, saveLabel } from "../../support/labels";
import { mergeCases } from "../../support/merge-cases";
import { openSupport } from "../../support/open-support";
import { readDirectory } from "../../support/read-directory";
import { readMentions } from "../../support/read-mentions";
import { readQueue } from "../../support/read-queue";
import { resolveCase } from "../../support/resolve-case";
import { listViews, removeView, saveView } from "../../support/saved-views";
import { seeMentions } from "../../support/see-mentions";
import { setLabels } from "../../support/set-labels";
import { setPriority } from "../../support/set-priority";
import { setStatus } from "../../support/set-status";
import { setTopic } from "../../support/set-topic";
import { setViewing } from "../../support/set-viewing";
import { setShift } from "../../support/shifts";
import { snoozeCase } from "../../support/snooze-case";
import { undoMany } from "../../support/undo-many";
import { watchNews } from "../../support/watch-news";
import { watchViewing } from "../../support/watch-viewing";
import { durableFrames } from "../durable-frames";
import { listening, router, signedIn } from "../trpc";

export const supportRouter = router({
  open: signedIn.input(OpenSupportInput).mutation(({ ctx, input }) => openSupport(ctx.chat, input?.topic ?? null)),
  queue: signedIn.input(QueueInput).query(({ ctx, input }) => readQueue(ctx.chat, input)),
  /** The notes that mention the caller. */
  mentions: signedIn.input(MentionsInput).query(({ ctx, input }) => readMentions(ctx.chat, input)),
  seeMentions: signedIn.input(SeeMentionsInput).mutation(({ ctx, input }) => seeMentions(ctx.chat, input)),
  get: signedIn.input(GetCaseInput).query(({ ctx, input }) => getCase(ctx.chat, input)),
  assign: signedIn.input(AssignInput).mutation(({ ctx, input }) => assignCase(ctx.chat, input)),
  setStatus: signedIn.input(SetStatusInput).mutation(({ ctx, input }) => setStatus(ctx.chat, input)),
  setPriority: signedIn.input(SetPriorityInput).mutation(({ ctx, input }) => setPriority(ctx.chat, input)),
  setLabels: signedIn.input(SetLabelsInput).mutation(({ ctx, input }) => setLabels(ctx.chat, input)),
  setTopic: signedIn.input(SetTopicInput).mutation(({ ctx, input }) => setTopic(ctx.chat, input)),
  snooze: signedIn.input(SnoozeInput).mutation(({ ctx, input }) => snoozeCase(ctx.chat, input)),
  resolve: signedIn.input(ResolveInput).mutation(({ ctx, input }) => resolveCase(ctx.chat, input)),
  merge: signedIn.input(MergeInput).mutation(({ ctx, input }) => mergeCases(ctx.chat, input)),
  /** One action over many cases: a chunk of them. */
  bulk: signedIn.input(BulkInput).mutation(({ ctx, input }) => changeMany(ctx.chat, input)),
  undoBulk: signedIn.input(UndoBulkInput).mutation(({ ctx, input }) => undoMany(ctx.chat, input)),
  addNote: signedIn.input(AddNoteInput).mutation(({ ctx, input }) => addNote(ctx.chat, input)),
  settings: signedIn.input(DeskInput).query(({ ctx, input }) => readDeskSettings(ctx.chat, input)),
  /** What is needed of several desks wherever their cases stand together. */
  directory: signedIn.input(DesksInput).query(({ ctx, input }) => readDirectory(ctx.chat, input)),
  setSettings: signedIn.input(SetDeskSettingsInput).mutation(({ ctx, input }) => setDeskSettings(ctx.chat, input)),
  /** Comes on, or goes away. */
  setShift: signedIn.input(SetShiftInput).mutation(({ ctx, input }) => setShift(ctx.chat, input)),
  labels: router({
    save: signedIn.input(SaveLabelInput).mutation(({ ctx, input }) => saveLabel(ctx.chat, input)),
    remove: signedIn.input(RemoveLabelInput).mutation(({ ctx, input }) => removeLabel(ctx.chat, input)),
  }),
  views: router({
    list: signedIn.query(({ ctx }) => listViews(ctx.chat)),
    save: signedIn.input(SaveViewInput).mutation(({ ctx, input }) => saveView(ctx.chat, input)),
    remove: signedIn.input(RemoveViewInput).mutation(({ ctx, input }) => removeView(ctx.chat, input)),
  }),
  setViewing: signedIn.input(SetViewingInput).mutation(({ ctx, input }) => setViewing(ctx.chat, input)),
  /** Who else looks at the conversations of the caller's desks, or answers there. */
  onViewing: listening.subscription(({ ctx, signal }) => watchViewing(ctx.chat, signal ?? AbortSignal.abort())),
  /** What the caller's desks are told beside their cases. */
  onNews: listening.subscription(({ ctx, signal }) => watchNews(ctx.chat, signal ?? AbortSignal.abort())),
  /** The desks of the caller's gyms: their cases, and the support conversations whether the caller takes part or not. */
  onChange: listening.input(OnChangeInput).subscription(({ ctx, input, signal }) => {
    requireDesk(ctx.actor);
    return durableFrames<DeskFrame>({ ctx, kind: "desk", input, signal });
  }),
});
