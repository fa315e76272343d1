import { RawSocket } from "./raw-socket";

/** Somebody who connects. */
export interface Person {
  userId: string;
  /** What they take part in. */
  conversationIds: string[];
  /** Whether they hear what is written there; somebody who does not only sends. */
  listens: boolean;
  /** A server's port. */
  port: number;
}

/** What a line tells of what arrives. */
export interface LineListener {
  /** A frame that may hold messages of others. */
  onEvents(line: Line, buffer: Buffer, range: { from: number; to: number }): void;
  onLost(line: Line, why: string): void;
  /** A call that nobody waits for was refused. */
  onRefused(error: string): void;
}

/** How a call ended: `null`, or what the server said instead. */
export type Answered = (error: string | null) => void;

/** A signed-in connection with one of the two wire formats, framed by hand. */
export abstract class Line {
  /** The numbers of the messages heard in this measurement. */
  readonly heard = new Set<number>();
  protected socket: RawSocket | null = null;
  protected readonly waiting = new Map<number, Answered>();
  protected nextId = 100;
  #opened: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #isReady = false;

  constructor(
    readonly person: Person,
    protected readonly secret: string,
    readonly listener: LineListener,
  ) {}

  /** Resolves when the server has taken the sign-in and, for those who listen, will tell everything from now on. */
  open(): Promise<void> {
    this.#isReady = false;
    return new Promise((resolve, reject) => {
      this.#opened = { resolve, reject };
      this.socket = new RawSocket(
        { port: this.person.port, path: this.path },
        {
          onOpen: () => this.onOpen(),
          onText: (buffer, from, to) => this.onText(buffer, from, to),
          onClose: (why) => this.#onClose(why),
        },
      );
    });
  }

  drop(): void {
    const { socket } = this;
    this.socket = null;
    this.#isReady = false;
    this.waiting.clear();
    socket?.drop();
  }

  protected ready(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#opened?.resolve();
    this.#opened = null;
  }

  protected refused(why: string): void {
    this.#opened?.reject(new Error(`${this.constructor.name} on port ${this.person.port}: ${why}`));
    this.#opened = null;
  }

  protected answered(id: number, error: string | null): void {
    const answer = this.waiting.get(id);
    if (!answer) return void (error && this.listener.onRefused(error));
    this.waiting.delete(id);
    answer(error);
  }

  #onClose(why: string): void {
    if (!this.socket) return;
    this.socket = null;
    this.refused(why);
    this.listener.onLost(this, why);
  }

  protected abstract readonly path: string;
  protected abstract onOpen(): void;
  protected abstract onText(buffer: Buffer, from: number, to: number): void;

  abstract send(conversationId: string, content: string, answered: Answered): void;
  /** What a silent client says to keep its line: called once a second, with the seconds since it opened. */
  abstract beat(second: number): void;
  abstract type(conversationId: string, isTyping: boolean): void;
  /** @param last the newest message's number, and when it was written (ISO) */
  abstract markRead(conversationId: string, last: { seq: number; at: string }): void;
  /** Says that they are here; on both sides each some twenty seconds. */
  abstract here(): void;
  /** Hears who of these people comes and goes, and who types in what is on the screen. */
  abstract watch(userIds: string[], conversationId: string): void;
}
