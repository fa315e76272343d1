import type { DeskEvent } from "../shared/events";
import type { LoadStatus, Queue } from "./chat-client.types";
import type { Source } from "./readable";

/** One view of a desk's queue, as far as it is loaded. */
export interface View {
  source: Source<Queue>;
  status: LoadStatus;
  cursor: string | null;
  /** Shown as the device kept it: its page is still to be read. */
  isKept: boolean;
  loading: Promise<void> | null;
}

/** Whether there is no further page. */
export function isWhole({ status, cursor, isKept }: View): boolean {
  return status === "ready" && cursor === null && !isKept;
}

/** Who follows the desk's events beside the queue, such as the files of its cases. */
export interface DeskFollower {
  /** Events come from now on: what is read after this, and joined with them, is current. */
  onListening(): void;
  /** What came, `resync` included, in its order. */
  onEvents(events: readonly DeskEvent[]): void;
}
