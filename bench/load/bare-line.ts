import { type Answered, Line } from "./line";

/** The wire of the bare server: a message is its number and its text, its acknowledgement the number. */
export class BareLine extends Line {
  protected readonly path = "/";

  protected onOpen(): void {
    this.socket?.send(this.person.listens ? "listen" : "write");
    this.ready();
  }

  protected onText(buffer: Buffer, from: number, to: number): void {
    // "{": what others are told.
    if (buffer[from] === 0x7b) this.listener.onEvents(this, buffer, { from, to });
    else this.answered(Number(buffer.toString("latin1", from, to)), null);
  }

  send(_conversationId: string, content: string, answered: Answered): void {
    this.waiting.set(this.nextId, answered);
    this.socket?.send(`${this.nextId++} ${content}`);
  }

  beat(): void {
    return;
  }

  type(): void {
    return;
  }

  markRead(): void {
    return;
  }

  here(): void {
    return;
  }

  watch(): void {
    return;
  }
}
