import { ListMessagesInput, SendMessageInput } from "../../../shared/messages";
import { listMessages } from "../../chat/list-messages";
import { sendMessage } from "../../chat/send-message";
import { advanceCase } from "../../support/advance-case";
import { router, signedIn } from "../trpc";

export const messagesRouter = router({
  list: signedIn.input(ListMessagesInput).query(({ ctx, input }) => listMessages(ctx.chat, input)),
  send: signedIn.input(SendMessageInput).mutation(({ ctx, input }) => sendMessage(ctx.chat, input, advanceCase)),
});
