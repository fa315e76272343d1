/** A day of a gym's chat, in a moment: messages, and around each of them typing, presence and receipts. */

import { seededRandom } from "../chaos/random";
import type { Watched } from "../cpu";
import type { Crowd, Side } from "./crowd";
import { atRandomTimes, type Driven, measured } from "./drive";
import type { Line } from "./line";

export interface Mix {
  side: Side;
  seconds: number;
  /** Messages a second over everybody, at random times. */
  perSecond: number;
  /** The share of those who hear a message and have it on the screen: they mark it as read. */
  readers: number;
  seed: number;
}

const presenceEveryMs = 20_000;
/** From the first key to the sent message. */
const typingMs = 400;

export async function mix(crowd: Crowd, what: Mix, watched: Watched): Promise<Driven> {
  const random = seededRandom(what.seed);
  const reads = seededRandom(what.seed + 1);
  crowd.onMessage = (line, buffer, range) => {
    if (reads() < what.readers) markRead(line, buffer.toString("utf8", range.from, range.to), what.side);
  };
  const conversationIds = [...crowd.byConversation.keys()];
  const here = spread(crowd.lines, presenceEveryMs, (line) => line.here());
  try {
    return await measured(crowd, watched, async (sending) => {
      let typing = 0;
      await atRandomTimes({ seconds: what.seconds, perSecond: what.perSecond, random }, () => {
        const conversationId = oneOf(conversationIds, random);
        const line = oneOf(crowd.byConversation.get(conversationId) ?? [], random);
        line.type(conversationId, true);
        typing++;
        setTimeout(() => {
          sending.send(line, conversationId);
          line.type(conversationId, false);
          typing--;
        }, typingMs);
      });
      while (typing > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    });
  } finally {
    clearInterval(here);
    crowd.onMessage = null;
  }
}

/** Marks what one frame brought as read, as far as that is one conversation's newest message. */
function markRead(line: Line, frame: string, side: Side): void {
  if (side === "peer") {
    const [, message] = JSON.parse(frame.slice(2)) as [string, { conversationId: string; createdAt: string }];
    return void line.markRead(message.conversationId, { seq: 0, at: message.createdAt });
  }
  const newest = new Map<string, number>();
  const { result } = JSON.parse(frame) as {
    result: { data: { data: { events: { type: string; message: { conversationId: string; seq: number } }[] } } };
  };
  for (const { type, message } of result.data.data.events) if (type === "message") newest.set(message.conversationId, message.seq);
  for (const [conversationId, seq] of newest) line.markRead(conversationId, { seq, at: "" });
}

/** Does something with everybody once in `everyMs`, evenly spread. */
function spread(lines: readonly Line[], everyMs: number, act: (line: Line) => void): NodeJS.Timeout {
  const stepMs = 50;
  let at = 0;
  let due = 0;
  return setInterval(() => {
    due += (lines.length * stepMs) / everyMs;
    for (; due >= 1; due--) {
      const line = lines[at++ % lines.length];
      if (line) act(line);
    }
  }, stepMs);
}

function oneOf<T>(all: readonly T[], random: () => number): T {
  const one = all[Math.trunc(random() * all.length)];
  if (one === undefined) throw new Error("there is nothing to choose from");
  return one;
}
