import { AppError } from "../../../shared/errors";
import { type ChatToken, type Me, RenewInput } from "../../../shared/people";
import { toMe } from "../../accounts/actor";
import { authenticate } from "../../accounts/authenticate";
import { issueChatToken } from "../../accounts/chat-token";
import { signOutEverywhere } from "../../accounts/sign-out-everywhere";
import { router, signedIn } from "../trpc";

export const authRouter = router({
  /** The caller. */
  me: signedIn.query(({ ctx }): Me => toMe(ctx.actor)),

  /** A chat token of the caller's own sign-in, for where cookies do not go. It ends with that sign-in, and signing out ends both. */
  chatToken: signedIn.mutation(async ({ ctx: { actor, services } }): Promise<ChatToken> => {
    await services.rateLimits.take("tokens", actor.id);
    const { id: userId, sessionId, sessionVersion, expiresAt } = actor;
    const times = { now: services.clock.now(), endsBy: expiresAt };
    return issueChatToken(services.env.CHAT_TOKEN_SECRET, { userId, sessionId, sessionVersion }, times);
  }),

  /**
   * Goes on with a newer chat token of the same user, on the socket that this call came over. Nothing is interrupted: so it must not be what outlives a change of
   * rights, whose news ends this socket in a moment.
   */
  renew: signedIn.input(RenewInput).mutation(async ({ ctx: { actor, connection, services }, input }): Promise<{ expiresAt: string }> => {
    await services.rateLimits.take("tokens", actor.id);
    const renewed = await authenticate(services, { token: input.token });
    if (renewed.id !== actor.id) throw new AppError("FORBIDDEN", {}, `a token of ${renewed.id} cannot renew ${actor.id}`);
    if (renewed.sessionVersion !== actor.sessionVersion)
      throw new AppError("SESSION_ENDED", {}, `the sign-in ${actor.sessionId} was ended`);
    connection.renew(renewed);
    return { expiresAt: new Date(renewed.expiresAt).toISOString() };
  }),

  /** Ends every sign-in of the caller, this one too. */
  signOutEverywhere: signedIn.mutation(async ({ ctx }): Promise<void> => {
    await signOutEverywhere(ctx.services, ctx.actor.id);
  }),
});
