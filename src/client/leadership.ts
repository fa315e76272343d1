import type { Tabs } from "./chat-client.types";
import type { Clock } from "./clock";
import type { TabTalk } from "./tabs";

/** How long a tab that could send leaves its messages to the leader before it asks whether that one is at work … */
const patienceMs = 3_000;
/** … and how long it waits for the answer. A leader that sleeps, as phones have tabs do, does not give one. */
const answerWithinMs = 2_000;

interface Parts {
  tabs: Tabs | undefined;
  talk: TabTalk;
  clock: Clock;
  /** Whether this tab has messages that wait, and could send them. */
  couldWork: () => boolean;
  /** Whether this tab has a connection. */
  canWork: () => boolean;
  /** This tab leads from now on, or does no longer. */
  onChange: (leads: boolean) => void;
}

/**
 * Which of a user's tabs sends and writes down: one at a time, by a lock of the platform. A tab that is closed or killed lets go of it, and the
 * next one leads. A leader without a connection hands over to a tab that has one, and from one that does not answer the lock is taken. Where the
 * platform has no locks, every tab leads, and the ids of messages see to it that each is stored once.
 */
export class Leadership {
  readonly #parts: Parts;
  #leads = false;
  #name: string | null = null;
  #letGo: () => void = () => undefined;
  #cancel: () => void = () => undefined;
  #isAsking = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Stands in line for this user's lead. */
  start(userId: string): void {
    if (this.#name !== null) return;
    this.#name = `gympl-chat:${userId}`;
    this.#stand(false);
  }

  stop(): void {
    this.#name = null;
    this.#stopAsking();
    this.#letGo();
    this.#letGo = () => undefined;
    this.#set(false);
  }

  /** Something waits that only the leader sends. */
  demand(): void {
    if (this.#leads || this.#isAsking || this.#name === null || !this.#parts.couldWork()) return;
    this.#isAsking = true;
    this.#cancel = this.#parts.clock.after(patienceMs, () => {
      if (this.#leads || !this.#parts.couldWork()) {
        this.#isAsking = false;
        return;
      }
      this.#parts.talk.tell({ type: "is-led?" });
      this.#cancel = this.#parts.clock.after(answerWithinMs, () => {
        this.#isAsking = false;
        if (!this.#leads && this.#name !== null) this.#stand(true);
      });
    });
  }

  /** Another tab asks whether this one is at work. */
  asked(): void {
    if (!this.#leads) return;
    if (this.#parts.canWork()) {
      this.#parts.talk.tell({ type: "led" });
      return;
    }
    this.#letGo();
    this.#set(false);
    this.#stand(false);
  }

  /** The leader is at work. */
  answered(): void {
    if (!this.#isAsking) return;
    this.#stopAsking();
    this.demand();
  }

  #stopAsking(): void {
    this.#cancel();
    this.#isAsking = false;
  }

  #stand(isForced: boolean): void {
    const name = this.#name;
    if (name === null) return;
    this.#letGo();
    const { tabs } = this.#parts;
    if (!tabs?.lead) {
      this.#set(true);
      return;
    }
    let isOver = false;
    const end = tabs.lead(name, {
      isForced,
      onLead: () => !isOver && this.#set(true),
      onLost: () => {
        if (isOver) return;
        isOver = true;
        this.#set(false);
        this.#stand(false);
      },
    });
    this.#letGo = () => {
      isOver = true;
      end();
    };
  }

  #set(leads: boolean): void {
    if (this.#leads === leads) return;
    this.#leads = leads;
    if (leads) this.#stopAsking();
    this.#parts.onChange(leads);
  }
}
