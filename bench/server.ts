import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Programs } from "./build";
import { type Child, startProcess } from "./child";
import type { Installation } from "./installation";
import type { ServerKind, Side } from "./load/crowd";
import type { Question } from "./observer";

export const chatTokenSecret = "bench-chat-token-secret-0123456789";

/** Connections to PostgreSQL, on both sides: what the product takes by default. */
const databaseConnections = "10";

/** Room for what lives as long as a message, on both sides: what `npm start` gives the product. */
const roomForYoung = ["--min-semi-space-size=16", "--max-semi-space-size=64"];

/** A running server of one side. */
export class ServerProcess implements AsyncDisposable {
  private constructor(
    readonly kind: ServerKind,
    readonly child: Child,
    readonly port: number,
  ) {}

  /** @param processes how many of them will share the load over Redis */
  static async start(
    kind: ServerKind,
    { programs, installation, processes = 1 }: { programs: Programs; installation: Installation; processes?: number },
  ) {
    // The floor has neither database nor Redis.
    const side: Side = kind === "bare" ? "peer" : kind;
    const env = {
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      DATABASE_URL: installation.databaseUrl(side),
      DATABASE_CONNECTIONS: databaseConnections,
      // One process of the product needs none; the peer keeps its counters there in any case.
      ...((kind !== "product" || processes > 1) && { REDIS_URL: installation.redisUrl(side) }),
      NEXTAUTH_SECRET: randomBytes(24).toString("hex"),
      CHAT_TOKEN_SECRET: chatTokenSecret,
      MAIN_API_KEY: randomBytes(24).toString("hex"),
      LOG_LEVEL: "warn",
      // The peer's: nobody is refused, everything is counted.
      SENDS_PER_SECOND_MAX: "1000000",
      PROCESSES: String(processes),
    };
    const child = startProcess(programs[kind], { cpu: 0, env, flags: [...roomForYoung, "--expose-gc", "--import", programs.observer] });
    const said = once(child.process, "message") as Promise<[{ port?: number }]>;
    const [{ port }] = await Promise.race([said, once(child.process, "exit").then((): [{ port?: number }] => [{}])]);
    if (!port) throw new Error(`the ${kind} did not start:\n${child.words()}`);
    return new ServerProcess(kind, child, port);
  }

  /** Bytes that the process holds after a collection. */
  memory(): Promise<number> {
    return this.#ask({ observe: "memory" }) as Promise<number>;
  }

  async startProfile(): Promise<void> {
    await this.#ask({ observe: "profile", file: null });
  }

  async endProfile(file: string): Promise<void> {
    await this.#ask({ observe: "profile", file });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child.kill();
  }

  async #ask(question: Question): Promise<unknown> {
    this.child.process.send(question);
    const [{ observed }] = (await once(this.child.process, "message")) as [{ observed: unknown }];
    return observed;
  }
}
