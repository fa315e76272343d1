import type { DeskNews } from "../../shared/desk-news";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { NewsBoard } from "./news";

/**
 * What the caller's desk is told beside its cases: how things stand first, then whenever something of it has changed, until `signal` aborts. Who no longer works
 * at the desk hears nothing more: their sign-in ends, and their socket with it.
 * @throws FORBIDDEN for everybody but staff and admins
 */
export async function* watchNews({ actor, news }: ChatContext & { news: NewsBoard }, signal: AbortSignal): AsyncGenerator<DeskNews, void> {
  requireDesk(actor);
  let latest: DeskNews | undefined;
  let wake: () => void = () => undefined;
  using _watch = news.watch(actor, (now) => {
    latest = now;
    wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  let told = "";
  for (let now = await news.read(actor); !signal.aborted; ) {
    const text = JSON.stringify(now);
    if (text !== told) yield now;
    if (signal.aborted) return;
    told = text;
    latest = undefined;
    await new Promise<void>((resolve) => (wake = resolve));
    now = latest ?? now;
  }
}
