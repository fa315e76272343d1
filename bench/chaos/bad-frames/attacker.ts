/** A connection that says bad things over bare TCP, as many at a time as the server takes, and keeps what it is answered. */
import { connect, type Socket } from "node:net";
import { FrameReader, frame, opcodes } from "./wire";

/** What all attackers heard. */
export interface Answers {
  count: number;
  /** Refusals of a kind that there must be none of: a stack, a fault of ours, what is no JSON. */
  wrong: string[];
  byCode: Map<string, number>;
}

const signsOfAStack = /node_modules|\.[cm]?[jt]s:\d+|"stack"|\n {4}at /;
const lastCall = '{"id":"the last","method":"query","params":{"path":"auth.me"}}';
/** For the server to come to the end of what was written and to close. */
const closingMsMax = 20_000;

export class Attacker {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  readonly #answers: Answers;
  #code: number | "gone" = "gone";
  #settled: () => void = () => undefined;

  private constructor(socket: Socket, { closed, answers }: { closed: Promise<void>; answers: Answers }) {
    this.#socket = socket;
    this.#closed = closed;
    this.#answers = answers;
  }

  /** Connects; with a token it signs in, with `null` it shows nothing. */
  static async open(port: number, { token, answers }: { token: string | null; answers: Answers }): Promise<Attacker> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    const attacker = new Attacker(socket, { closed, answers });
    socket.on("error", () => socket.destroy());
    socket.write(
      `GET /api/trpc${token ? "?connectionParams=1" : ""} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    const reader = new FrameReader((opcode, payload) => attacker.#hear(opcode, payload));
    let head = "";
    await new Promise<void>((resolve) => {
      socket.once("close", resolve);
      socket.on("data", (data: Buffer) => {
        if (head.endsWith("\r\n\r\n")) return reader.push(data);
        const text = data.toString("latin1");
        const end = text.indexOf("\r\n\r\n");
        head += end < 0 ? text : text.slice(0, end + 4);
        if (end < 0) return;
        if (!head.startsWith("HTTP/1.1 101")) answers.wrong.push(`no upgrade: ${head.slice(0, 80)}`);
        reader.push(data.subarray(end + 4));
        resolve();
      });
    });
    if (token) await attacker.say(frame(JSON.stringify({ method: "connectionParams", data: { token } })));
    await attacker.settle();
    return attacker;
  }

  get isOpen(): boolean {
    return this.#socket.writable;
  }

  /** Writes, and waits while the server takes no more. */
  async say(bytes: Buffer): Promise<void> {
    if (!this.isOpen || this.#socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#socket.off("drain", go);
        this.#socket.off("close", go);
        resolve();
      };
      this.#socket.once("drain", go);
      this.#socket.once("close", go);
    });
  }

  /** Waits until everything said so far has been taken, and what was asked first is answered. */
  async settle(): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#settled = resolve));
    await this.say(frame(lastCall));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), closingMsMax)));
    if ((await Promise.race([answered, this.#closed, patience])) === "late") this.#answers.wrong.push("a connection hangs");
    clearTimeout(timer);
  }

  /** Says the last thing, and waits until the server has closed. Answers with its code and the milliseconds it took; `null` when it did not. */
  async end(bytes: Buffer): Promise<{ code: number | "gone"; ms: number } | null> {
    const began = performance.now();
    if (bytes.length === 0 || !this.isOpen) this.#socket.end();
    else this.#socket.write(bytes);
    // Half a frame is waited for, until the connection has ended.
    if (bytes.length > 0 && bytes.length < 30) setTimeout(() => this.#socket.end(), 50).unref();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), closingMsMax)));
    const outcome = await Promise.race([this.#closed, patience]);
    clearTimeout(timer);
    this.#socket.destroy();
    return outcome === "late" ? null : { code: this.#code, ms: this.#closedMs(began) };
  }

  #closingAt = 0;

  #closedMs(began: number): number {
    return (this.#closingAt || performance.now()) - began;
  }

  #hear(opcode: number, payload: Buffer): void {
    const answers = this.#answers;
    if (opcode === opcodes.close) {
      this.#code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#closingAt = performance.now();
      // As a peer does that has understood.
      this.#socket.end(frame(payload, { opcode: opcodes.close }));
      return;
    }
    if (opcode !== opcodes.text) return;
    const text = payload.toString();
    if (text === "PING" || text === "PONG") return;
    if (text.startsWith('{"id":"the last"')) this.#settled();
    answers.count++;
    if (answers.wrong.length > 50) return;
    if (signsOfAStack.test(text)) answers.wrong.push(`a stack: ${text.slice(0, 300)}`);
    try {
      const { error } = JSON.parse(text) as { error?: { data?: { app?: { code?: string } } } };
      const code = error ? (error.data?.app?.code ?? "without a code") : "accepted";
      answers.byCode.set(code, (answers.byCode.get(code) ?? 0) + 1);
      if (code === "INTERNAL" || code === "without a code") answers.wrong.push(`${code}: ${text.slice(0, 300)}`);
    } catch {
      answers.wrong.push(`no JSON: ${text.slice(0, 100)}`);
    }
  }
}
