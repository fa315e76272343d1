import type { Thread } from "@/client/chat-client.types";
import { Button } from "../primitives/button";
import { topRoomPx } from "./use-message-scroll";

/** What stands above the oldest loaded message: that more comes, that it failed, or that this is the beginning. Always as high. */
export function ListTop({ thread, onRetry }: { thread: Thread; onRetry(): void }) {
  return (
    <div className="absolute inset-x-4 top-0 flex items-center justify-center gap-2 text-small text-ink-faint" style={{ height: topRoomPx }}>
      {thread.hasMoreBefore && thread.error ? (
        <>
          <span role="alert">Earlier messages could not be loaded.</span>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </>
      ) : thread.hasMoreBefore ? (
        <span className={thread.isLoadingBefore ? "animate-breathe" : undefined}>Loading earlier messages…</span>
      ) : (
        <span>This is the beginning of the conversation.</span>
      )}
    </div>
  );
}
