import { once } from "node:events";
import { WebSocket } from "ws";
import { tokenOf } from "./load/token";
import { chatTokenSecret } from "./server";

/** One person's socket on which each question waits for the last, and answers are not looked into: what is measured is the server. */
export class Caller implements Disposable {
  #nextId = 1;
  #waiting: { id: number; wanted: string; resolve: () => void; reject: (error: Error) => void } | null = null;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer) => this.#hear(data));
  }

  static async connect(port: number, userId: string): Promise<Caller> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/trpc?connectionParams=1`);
    await once(socket, "open");
    socket.send(JSON.stringify({ method: "connectionParams", data: { token: tokenOf(userId, chatTokenSecret) } }));
    return new Caller(socket);
  }

  /** Resolves when the answer has arrived. */
  query(path: string, input: object): Promise<void> {
    return this.#ask({ method: "query", params: { path, input } }, '"result"');
  }

  /** Comes back from a cursor, and goes again; resolves when the first frame has arrived. */
  async resume(lastEventId: string): Promise<void> {
    const id = this.#nextId;
    await this.#ask({ method: "subscription", params: { path: "conversations.onChange", input: {}, lastEventId } }, '"type":"data"');
    this.socket.send(JSON.stringify({ id, jsonrpc: "2.0", method: "subscription.stop" }));
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }

  #ask(question: object, wanted: string): Promise<void> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting = { id, wanted, resolve, reject };
      this.socket.send(JSON.stringify({ id, jsonrpc: "2.0", ...question }));
    });
  }

  #hear(data: Buffer): void {
    const head = data.toString("latin1", 0, 120);
    if (!this.#waiting || !head.startsWith(`{"id":${this.#waiting.id},`)) return;
    const { wanted, resolve, reject } = this.#waiting;
    if (head.includes('"error"')) reject(new Error(data.toString("utf8")));
    else if (head.includes(wanted)) resolve();
  }
}
