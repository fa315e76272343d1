import {
  AddParticipantsInput,
  CreateConversationInput,
  GetConversationInput,
  LeaveInput,
  ListConversationsInput,
  MarkInput,
  OnChangeInput,
  PeopleOfInput,
  RemoveParticipantInput,
  RenameInput,
  SetArchivedInput,
  SetMutedInput,
} from "../../../shared/conversations";
import type { ChangeFrame } from "../../../shared/events";
import { addParticipants, leaveConversation, removeParticipant, renameConversation } from "../../chat/change-group";
import { createConversation } from "../../chat/create-conversation";
import { getConversation } from "../../chat/get-conversation";
import { listConversations } from "../../chat/list-conversations";
import { listPeople } from "../../chat/list-people";
import { listUnread } from "../../chat/list-unread";
import { markDelivered } from "../../chat/mark-delivered";
import { markRead } from "../../chat/mark-read";
import { setOwnSettings } from "../../chat/set-own-settings";
import { durableFrames } from "../durable-frames";
import { listening, router, signedIn } from "../trpc";

export const conversationsRouter = router({
  list: signedIn.input(ListConversationsInput).query(({ ctx, input }) => listConversations(ctx.chat, input)),
  get: signedIn.input(GetConversationInput).query(({ ctx, input }) => getConversation(ctx.chat, input.id)),
  /** What is unread in the whole inbox, however many conversations a client has loaded. */
  unread: signedIn.query(({ ctx }) => listUnread(ctx.chat)),
  people: signedIn.input(PeopleOfInput).query(({ ctx, input }) => listPeople(ctx.chat, input)),
  create: signedIn.input(CreateConversationInput).mutation(({ ctx, input }) => createConversation(ctx.chat, input)),
  markRead: signedIn.input(MarkInput).mutation(({ ctx, input }) => markRead(ctx.chat, input)),
  markDelivered: signedIn.input(MarkInput).mutation(({ ctx, input }) => markDelivered(ctx.chat, input)),
  addParticipants: signedIn.input(AddParticipantsInput).mutation(({ ctx, input }) => addParticipants(ctx.chat, input)),
  removeParticipant: signedIn.input(RemoveParticipantInput).mutation(({ ctx, input }) => removeParticipant(ctx.chat, input)),
  leave: signedIn.input(LeaveInput).mutation(({ ctx, input }) => leaveConversation(ctx.chat, input.conversationId)),
  rename: signedIn.input(RenameInput).mutation(({ ctx, input }) => renameConversation(ctx.chat, input)),
  setArchived: signedIn.input(SetArchivedInput).mutation(({ ctx, input }) => setOwnSettings(ctx.chat, input)),
  setMuted: signedIn.input(SetMutedInput).mutation(({ ctx, input }) => setOwnSettings(ctx.chat, input)),
  /** Everything durable in all the caller's conversations. */
  onChange: listening
    .input(OnChangeInput)
    .subscription(({ ctx, input, signal }) => durableFrames<ChangeFrame>({ ctx, kind: "member", input, signal })),
});
