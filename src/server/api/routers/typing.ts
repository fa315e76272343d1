import { OnTypingInput, SetTypingInput } from "../../../shared/presence";
import { setTyping } from "../../chat/set-typing";
import { watchTyping } from "../../chat/watch-typing";
import { listening, router, signedIn } from "../trpc";

export const typingRouter = router({
  set: signedIn.input(SetTypingInput).mutation(({ ctx, input }) => setTyping(ctx.chat, input)),
  onChange: listening
    .input(OnTypingInput)
    .subscription(({ ctx, input, signal }) => watchTyping(ctx.chat, input.conversationId, signal ?? AbortSignal.abort())),
});
