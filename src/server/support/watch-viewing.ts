import type { Viewing } from "../../shared/viewing";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { ViewingBoard } from "./viewing";

/**
 * Who else looks at the conversations of the caller's desks: the present state first, then what changes, until `signal` aborts. Who no longer works at the
 * desk hears nothing more: their sign-in ends, and their socket with it.
 * @throws FORBIDDEN for everybody but staff and admins
 */
export async function* watchViewing(
  { actor, viewing }: ChatContext & { viewing: ViewingBoard },
  signal: AbortSignal,
): AsyncGenerator<Viewing[], void> {
  requireDesk(actor);
  /** Conversations, each with its gym. */
  const due = new Map<string, string>();
  let wake: () => void = () => undefined;
  const others = (some: readonly Viewing[]) =>
    some.map((one) => ({ ...one, viewers: one.viewers.filter(({ userId }) => userId !== actor.id) }));
  using _watch = await viewing.watch(actor.deskGymIds, (conversationId, gymId) => {
    due.set(conversationId, gymId);
    wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  yield others(actor.deskGymIds.flatMap((gymId) => viewing.read(gymId))).filter(({ viewers }) => viewers.length > 0);
  while (!signal.aborted) {
    if (due.size === 0) await new Promise<void>((resolve) => (wake = resolve));
    if (signal.aborted) return;
    const changed = [...due];
    due.clear();
    yield others(changed.flatMap(([id, gymId]) => viewing.read(gymId, id)));
  }
}
