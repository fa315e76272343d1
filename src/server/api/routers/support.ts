import { OnChangeInput } from "../../../shared/conversations";
import type { DeskFrame } from "../../../shared/events";
import { OpenSupportInput, QueueInput } from "../../../shared/support";
import { requireDesk } from "../../chat/access";
import { openSupport } from "../../support/open-support";
import { readQueue } from "../../support/read-queue";
import { durableFrames } from "../durable-frames";
import { listening, router, signedIn } from "../trpc";

export const supportRouter = router({
  open: signedIn.input(OpenSupportInput).mutation(({ ctx, input }) => openSupport(ctx.chat, input?.topic ?? null)),
  queue: signedIn.input(QueueInput).query(({ ctx, input }) => readQueue(ctx.chat, input)),
  /** The desk of the caller's gym: its cases, and the support conversations whether the caller takes part or not. */
  onChange: listening.input(OnChangeInput).subscription(({ ctx, input, signal }) => {
    requireDesk(ctx.actor);
    return durableFrames<DeskFrame>({ ctx, kind: "desk", input, signal });
  }),
});
