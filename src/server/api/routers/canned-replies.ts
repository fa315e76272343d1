import { FillCannedReplyInput, RemoveCannedReplyInput, SaveCannedReplyInput } from "../../../shared/canned-reply-inputs";
import { DeskInput } from "../../../shared/desk-gym";
import { listCannedReplies, removeCannedReply, saveCannedReply } from "../../support/canned-replies";
import { fillCannedReply } from "../../support/fill-canned-reply";
import { router, signedIn } from "../trpc";

export const cannedRepliesRouter = router({
  list: signedIn.input(DeskInput).query(({ ctx, input }) => listCannedReplies(ctx.chat, input)),
  save: signedIn.input(SaveCannedReplyInput).mutation(({ ctx, input }) => saveCannedReply(ctx.chat, input)),
  remove: signedIn.input(RemoveCannedReplyInput).mutation(({ ctx, input }) => removeCannedReply(ctx.chat, input)),
  /** As it would be said in this conversation. */
  fill: signedIn.input(FillCannedReplyInput).query(({ ctx, input }) => fillCannedReply(ctx.chat, input)),
});
