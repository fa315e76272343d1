import { type LiveSessions, openLiveSessions } from "../accounts/live-sessions";
import { MarkBatches } from "../chat/mark-batches";
import { SendBatches } from "../chat/send-batches";
import { TypingBoard } from "../chat/typing";
import { openTypingRights, type TypingRights } from "../chat/typing-rights";
import { type Delivery, startDelivery } from "../delivery/delivery";
import { systemClock } from "../platform/clock";
import type { Runtime } from "../platform/runtime";
import { createPresence } from "../presence/create-presence";
import type { PresenceBoard } from "../presence/presence-board";
import { startDeskClock } from "../support/desk-clock";
import { NewsBoard } from "../support/news";
import { ViewingBoard } from "../support/viewing";

/** Everything a call can reach: the platform, and the rooms that keep something in memory. */
export interface Services extends Runtime {
  delivery: Delivery;
  sends: SendBatches;
  marks: MarkBatches;
  presence: PresenceBoard;
  typing: TypingBoard;
  typingRights: TypingRights;
  viewing: ViewingBoard;
  news: NewsBoard;
  liveSessions: LiveSessions;
  /** Stops what the rooms keep running. The runtime is closed by whoever made it. */
  stop(): Promise<void>;
}

/** Starts the rooms of one process. */
export async function createServices(runtime: Runtime): Promise<Services> {
  const delivery = startDelivery(runtime);
  const presence = await createPresence(runtime);
  const typing = new TypingBoard(runtime.bus, runtime.clock);
  const viewing = new ViewingBoard(runtime.bus, runtime.clock);
  const news = new NewsBoard(runtime);
  const deskClock = startDeskClock({ ...runtime, delivery });
  const liveSessions = await openLiveSessions(runtime);
  return {
    ...runtime,
    delivery,
    sends: new SendBatches(runtime.db, delivery, runtime.metrics),
    // By the real time: what waits for others of its moment does so whatever clock the rooms go by.
    marks: new MarkBatches(runtime.db, delivery, systemClock),
    typingRights: openTypingRights(runtime.db, systemClock),
    presence,
    typing,
    viewing,
    news,
    liveSessions,
    async stop() {
      typing.stop();
      viewing.stop();
      await news.stop();
      await deskClock[Symbol.asyncDispose]();
      await liveSessions[Symbol.asyncDispose]();
      await presence.close();
      await delivery.stop();
    },
  };
}
