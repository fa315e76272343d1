import { type Child, startProcess } from "../child";
import type { Order, Orders, Reply } from "./orders";

/** The load generator, in a process of its own. */
export class Generator implements AsyncDisposable {
  readonly #waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  #nextId = 1;

  private constructor(private readonly child: Child) {
    child.process.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("error" in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.answer as never);
    });
    child.process.once("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the generator ended:\n${child.words()}`));
    });
  }

  /** @param file the built process */
  static start(file: string): Generator {
    return new Generator(startProcess(file, { cpu: 1, env: {} }));
  }

  tell<Name extends keyof Orders>(name: Name, ask: Orders[Name]["ask"]): Promise<Orders[Name]["answer"]> {
    const id = this.#nextId++;
    this.child.process.send({ id, name, ask } as Order);
    return new Promise<never>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child.kill();
  }
}
