import type { TrackedEnvelope } from "@trpc/server";
import { OnChangeInput } from "../../../shared/conversations";
import type { DeskFrame } from "../../../shared/events";
import { OpenSupportInput, QueueInput } from "../../../shared/support";
import { requireDesk } from "../../chat/access";
import { openSupport } from "../../support/open-support";
import { readQueue } from "../../support/read-queue";
import { listening, router, signedIn } from "../trpc";

export const supportRouter = router({
  open: signedIn.input(OpenSupportInput).mutation(({ ctx, input }) => openSupport(ctx.chat, input?.topic ?? null)),
  queue: signedIn.input(QueueInput).query(({ ctx, input }) => readQueue(ctx.chat, input)),
  /** The desk of the caller's gym: its cases, and the support conversations whether the caller takes part or not. */
  onChange: listening.input(OnChangeInput).subscription(({ ctx, input, signal }) => {
    requireDesk(ctx.actor);
    const frames: AsyncGenerator<unknown, void> = ctx.services.delivery.listen({
      actor: ctx.actor,
      kind: "desk",
      lastEventId: input?.lastEventId ?? null,
      socket: ctx.socket,
      signal: signal ?? AbortSignal.abort(),
    });
    return frames as AsyncGenerator<TrackedEnvelope<DeskFrame>, void>;
  }),
});
