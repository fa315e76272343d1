import { PresenceInput, SetPresenceInput } from "../../../shared/presence";
import { getPresence } from "../../presence/get-presence";
import { setPresence } from "../../presence/set-presence";
import { watchPresence } from "../../presence/watch-presence";
import { listening, router, signedIn } from "../trpc";

export const presenceRouter = router({
  set: signedIn.input(SetPresenceInput).mutation(({ ctx, input }) => {
    const { id, socket } = ctx.connection;
    // Calls over HTTP have no connection that lasts: those of one sign-in count as one device.
    return setPresence(ctx.services, { actor: ctx.actor, connectionId: socket ? id : ctx.actor.sessionId }, input);
  }),
  get: signedIn.input(PresenceInput).query(({ ctx, input }) => getPresence(ctx.services, ctx.actor, input)),
  onChange: listening
    .input(PresenceInput)
    .subscription(({ ctx, input, signal }) => watchPresence(ctx.services, ctx.actor, { ...input, signal: signal ?? AbortSignal.abort() })),
});
