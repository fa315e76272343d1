import type { Runtime } from "../platform/runtime";
import { type Change, change } from "./change";
import { Follower } from "./follow";
import type { Listener, ListeningActor, Socket } from "./listener";
import { listen } from "./resume";
import { encodeTold, type Told, topicsOf } from "./told";
import type { HandOver } from "./wire";

/** What the rooms above use of delivery: write a change and tell it, or listen. */
export interface Delivery {
  /** Runs a durable change (`change.ts`). */
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
  /** Tells what a statement of its own has committed (`chat/send-batches.ts`); everything else goes through `change`. */
  tell(committed: Told): void;
  /** A durable subscription (`resume.ts`). */
  listen(request: {
    actor: ListeningActor;
    kind: Listener["kind"];
    lastEventId: string | null;
    socket: Socket;
    signal: AbortSignal;
  }): AsyncGenerator<HandOver, void>;
  /** Asks the database now for what the bus did not bring; tests and shutdown use it. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts delivery on this process. */
export function startDelivery(runtime: Runtime): Delivery {
  const follower = new Follower(runtime);
  follower.start();
  // This process hears its own changes directly; the echo over the bus has an old version and changes nothing.
  const hear = (told: Told) => {
    follower.hear(told);
    if (!runtime.bus.reachesOthers()) return;
    const text = encodeTold(told);
    for (const topic of topicsOf(told)) runtime.bus.publish(topic, text);
  };
  return {
    tell: hear,
    change: (work) => change({ db: runtime.db, hear }, work),
    listen: (request) => listen(follower, runtime.db, request),
    tick: () => follower.tick(),
    stop: () => follower.stop(),
  };
}
