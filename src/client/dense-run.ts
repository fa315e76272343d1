import type { Message } from "../shared/messages";

/** The messages from `start` on (ascending `seq`) as far as none is missing; empty when the first of them is. */
export function denseRun(messages: readonly Message[], start: number): readonly Message[] {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  if (messages[low]?.seq !== start) return [];
  // Mostly nothing is missing up to the end, and the places say so at once.
  const last = messages.at(-1);
  if (last && last.seq - start === messages.length - 1 - low) return low === 0 ? messages : messages.slice(low);
  let end = low + 1;
  while (end < messages.length && messages[end]?.seq === start + (end - low)) end++;
  return messages.slice(low, end);
}

/** The `seq` from which on no message is missing up to the last; `null` when there are none. */
export function tailStart(messages: readonly Message[]): number | null {
  let at = messages.length - 1;
  while (at > 0 && (messages[at]?.seq ?? 0) - (messages[at - 1]?.seq ?? 0) === 1) at--;
  return messages[at]?.seq ?? null;
}
