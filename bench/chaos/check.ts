/** What the parts of the checker share. */
import type { Op, StoredOp } from "./history";

/** Takes a violation: which invariant, and what was seen. */
export type Report = (invariant: string, text: string) => void;

/** One kind of judgement. `take` sees every operation in the order of recording; `end` is asked once, when there are no more. */
export interface Check {
  take(op: Op): void;
  end(stored: ReadonlyMap<string, StoredOp>): void;
}

/** All attempts of one send. */
export interface Sent {
  id: string;
  conversation: string;
  user: string;
  hash: string;
  /** When it was first tried. */
  began: number;
  /** When it was first acknowledged; infinite while it is not. */
  acknowledged: number;
  /** Where its acknowledgement put it; 0 while there is none. */
  seq: number;
  isRefused: boolean;
}
