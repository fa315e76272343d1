import { randomUUID } from "node:crypto";
import { type Answered, Line } from "./line";
import { tokenOf } from "./token";

/** The peer's wire: Socket.IO's packets in Engine.IO's, over WebSocket. */
export class PeerLine extends Line {
  protected readonly path = "/socket.io/?EIO=4&transport=websocket";

  /** The server speaks first. */
  protected onOpen(): void {
    this.nextId = 100;
  }

  protected onText(buffer: Buffer, from: number, to: number): void {
    const [engine, packet] = [buffer[from], buffer[from + 1]];
    // "2": ping.
    if (engine === 0x32) return void this.socket?.send("3");
    // "0": open.
    if (engine === 0x30) return void this.socket?.send(`40{"token":"${tokenOf(this.person.userId, this.secret)}"}`);
    // "42": an event.
    if (packet === 0x32) return void this.listener.onEvents(this, buffer, { from, to });
    if (packet === 0x33) return void this.#onAck(buffer, from, to);
    // "40": connected.
    if (packet === 0x30) return void this.#join();
    this.refused(buffer.toString("utf8", from, to));
  }

  send(conversationId: string, content: string, answered: Answered): void {
    this.#emit("message:send", { conversationId, id: randomUUID(), content }, answered);
  }

  /** The server asks, each 25 seconds. */
  beat(): void {
    return;
  }

  type(conversationId: string, isTyping: boolean): void {
    this.#emit(isTyping ? "typing:start" : "typing:stop", { conversationId });
  }

  markRead(conversationId: string, { at }: { at: string }): void {
    this.#emit("messages:read", { conversationId, timestamp: at });
  }

  here(): void {
    this.#emit("presence:beat", {});
  }

  /** Whoever has joined a conversation hears who types in it. */
  watch(userIds: string[]): void {
    this.#emit("presence:watch", { userIds });
  }

  #join(): void {
    const { conversationIds, listens } = this.person;
    let left = listens ? conversationIds.length : 0;
    if (left === 0) return void this.ready();
    for (const conversationId of conversationIds) {
      this.#emit("join", { conversationId }, (error) => {
        if (error) this.refused(error);
        else if (--left === 0) this.ready();
      });
    }
  }

  /** 43, the id, and the answer in brackets. */
  #onAck(buffer: Buffer, from: number, to: number): void {
    let id = 0;
    let at = from + 2;
    for (let digit = (buffer[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (buffer[++at] ?? 0) - 48) id = id * 10 + digit;
    const isError = buffer.subarray(at, at + 10).includes('"error"');
    this.answered(id, isError ? buffer.toString("utf8", from, to) : null);
  }

  #emit(event: string, value: object, answered?: Answered): void {
    let id = "";
    if (answered) {
      this.waiting.set(this.nextId, answered);
      id = String(this.nextId++);
    }
    this.socket?.send(`42${id}["${event}",${JSON.stringify(value)}]`);
  }
}
