import type { OutboxMessage } from "@/client/chat-client.types";
import { Button } from "../primitives/button";
import type { BubbleActions } from "./bubble-actions";

/** Why a message was not sent, and what to do about it. */
export function FailedNotice({ outbox, actions }: { outbox: OutboxMessage; actions: BubbleActions }) {
  return (
    <div className="mt-1 flex flex-wrap items-center justify-end gap-x-1">
      <p role="alert" className="mr-1 text-small text-danger">
        Not sent. {outbox.error?.text ?? "Something went wrong on the way."}
      </p>
      <Button size="small" variant="secondary" onClick={() => actions.retry(outbox.id)}>
        Retry
      </Button>
      <Button size="small" variant="quiet" onClick={() => actions.discard(outbox.id)}>
        Delete
      </Button>
    </div>
  );
}
