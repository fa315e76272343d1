import type { Viewing } from "../../shared/viewing";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { ViewingBoard } from "./viewing";

/**
 * Who else looks at the conversations of the caller's desk: the present state first, then what changes, until `signal` aborts. Who no longer works at the
 * desk hears nothing more: their sign-in ends, and their socket with it.
 * @throws FORBIDDEN for everybody but staff and admins
 */
export async function* watchViewing(
  { actor, viewing }: ChatContext & { viewing: ViewingBoard },
  signal: AbortSignal,
): AsyncGenerator<Viewing[], void> {
  requireDesk(actor);
  const due = new Set<string>();
  let wake: () => void = () => undefined;
  const others = (some: readonly Viewing[]) =>
    some.map((one) => ({ ...one, viewers: one.viewers.filter(({ userId }) => userId !== actor.id) }));
  using _watch = await viewing.watch(actor.gymId, (conversationId) => {
    due.add(conversationId);
    wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  yield others(viewing.read(actor.gymId)).filter(({ viewers }) => viewers.length > 0);
  while (!signal.aborted) {
    if (due.size === 0) await new Promise<void>((resolve) => (wake = resolve));
    if (signal.aborted) return;
    const changed = [...due];
    due.clear();
    yield others(changed.flatMap((id) => viewing.read(actor.gymId, id)));
  }
}
