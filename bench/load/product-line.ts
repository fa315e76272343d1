import { uuidv7 } from "uuidv7";
import { type Answered, Line } from "./line";
import { tokenOf } from "./token";

/** The product's wire: tRPC's JSON over WebSocket, as its stock client writes it. */
export class ProductLine extends Line {
  protected readonly path = "/api/trpc?connectionParams=1";
  /** Ids below 100 are subscriptions; this one is `conversations.onChange`. */
  static readonly #changes = 1;
  #nextSubscription = 2;
  #silentFor = 0;

  protected onOpen(): void {
    this.#nextSubscription = 2;
    this.socket?.send(`{"method":"connectionParams","data":{"token":"${tokenOf(this.person.userId, this.secret)}"}}`);
    if (this.person.listens) this.#subscribe(ProductLine.#changes, "conversations.onChange", {});
    else this.#call("presence.set", { status: "online" }, (error) => (error ? this.refused(error) : this.ready()));
  }

  protected onText(buffer: Buffer, from: number, to: number): void {
    this.#silentFor = 0;
    // PING or PONG.
    if (to - from === 4) return void (buffer[from + 1] === 0x49 && this.socket?.send("PONG"));
    // {"id":…
    let id = 0;
    let at = from + 6;
    for (let digit = (buffer[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (buffer[++at] ?? 0) - 48) id = id * 10 + digit;
    const isError = buffer.subarray(at, at + 40).includes('"error"');
    if (id >= 100) return void this.answered(id, isError ? buffer.toString("utf8", from, to) : null);
    if (isError) return void this.refused(buffer.toString("utf8", from, to));
    if (id !== ProductLine.#changes) return void this.listener.onEvents(this, buffer, { from, to });
    if (buffer.subarray(at, Math.min(to, at + 60)).includes('"type":"started"')) return;
    this.ready();
    this.listener.onEvents(this, buffer, { from, to });
  }

  send(conversationId: string, content: string, answered: Answered): void {
    this.#call("messages.send", { conversationId, id: uuidv7(), content }, answered);
  }

  /** The client asks after ten seconds of silence. */
  beat(): void {
    if (++this.#silentFor < 10) return;
    this.#silentFor = 0;
    this.socket?.send("PING");
  }

  type(conversationId: string, isTyping: boolean): void {
    this.#call("typing.set", { conversationId, isTyping });
  }

  markRead(conversationId: string, { seq }: { seq: number }): void {
    this.#call("conversations.markRead", { conversationId, seq });
  }

  here(): void {
    this.#call("presence.set", { status: "online" });
  }

  watch(userIds: string[], conversationId: string): void {
    this.#subscribe(this.#nextSubscription++, "presence.onChange", { userIds });
    this.#subscribe(this.#nextSubscription++, "typing.onChange", { conversationId });
  }

  #subscribe(id: number, path: string, input: unknown): void {
    this.socket?.send(`{"id":${id},"jsonrpc":"2.0","method":"subscription","params":${JSON.stringify({ input, path })}}`);
  }

  #call(path: string, input: object, answered?: Answered): void {
    const id = this.nextId++;
    if (answered) this.waiting.set(id, answered);
    this.socket?.send(`{"id":${id},"jsonrpc":"2.0","method":"mutation","params":${JSON.stringify({ input, path })}}`);
  }
}
