import type { TrackedEnvelope } from "@trpc/server";
import type { Listener, ListeningActor, Socket } from "../delivery/listener";
import type { Services } from "./services";

interface Subscription {
  ctx: { services: Services; actor: ListeningActor; socket: Socket };
  kind: Listener["kind"];
  input: { lastEventId?: string | null | undefined } | undefined;
  signal: AbortSignal | undefined;
}

/**
 * A durable subscription as tRPC is to see it. The value handed to tRPC is a hand-over (`delivery/wire.ts`); what a client receives is the
 * declared frame, tracked by its cursor.
 */
export function durableFrames<Frame>({ ctx, kind, input, signal }: Subscription): AsyncGenerator<TrackedEnvelope<Frame>, void> {
  const frames: AsyncGenerator<unknown, void> = ctx.services.delivery.listen({
    actor: ctx.actor,
    kind,
    lastEventId: input?.lastEventId ?? null,
    socket: ctx.socket,
    signal: signal ?? AbortSignal.abort(),
  });
  return frames as AsyncGenerator<TrackedEnvelope<Frame>, void>;
}
