/** Where a scenario plays: both servers, the generator, the world, and the turns that the sides take. */
import type { Programs } from "./build";
import type { Watched } from "./cpu";
import type { Installation } from "./installation";
import type { Side } from "./load/crowd";
import type { Driven, Pattern } from "./load/drive";
import { Generator } from "./load/generator";
import type { Person } from "./load/line";
import { chatTokenSecret, ServerProcess } from "./server";
import type { World } from "./world";

export const sides = ["product", "peer"] as const satisfies readonly Side[];

export interface Run {
  programs: Programs;
  installation: Installation;
  world: World;
  /** Rounds of each side; figures are medians over them. */
  rounds: number;
  /** What a scenario's windows are multiplied with: 1, or less for a quick look. */
  pace: number;
  /** Figures of earlier scenarios that later ones are compared with, by name. */
  known: Map<string, number>;
  /** Where CPU profiles of the product are to be written, if anywhere. */
  profileTo: string | null;
  say(text: string): void;
}

/** Those who connect; each side gives them the port of its server. */
export type Cast = readonly Omit<Person, "port">[];

export class Stage implements AsyncDisposable {
  private constructor(
    readonly run: Run,
    readonly generator: Generator,
    readonly servers: Record<Side, ServerProcess[]>,
  ) {}

  /** @param processes servers of each side */
  static async open(run: Run, processes = 1): Promise<Stage> {
    const start = (side: Side) => Promise.all(Array.from({ length: processes }, () => ServerProcess.start(side, { ...run, processes })));
    const [product, peer] = [await start("product"), await start("peer")];
    return new Stage(run, Generator.start(run.programs.generator), { product, peer });
  }

  watched(side: Side): Watched {
    const { postmaster, redis } = this.run.installation;
    return { servers: this.servers[side].map(({ child }) => child.pid), postmaster, redis };
  }

  /** Connects everybody to a side, spread over its servers; answers the milliseconds it took. */
  async connect(side: Side, cast: Cast, { crowd = side, perSecond }: { crowd?: string; perSecond?: number } = {}): Promise<number> {
    const servers = this.servers[side];
    const people = cast.map((person, at) => ({ ...person, port: servers[at % servers.length]?.port ?? 0 }));
    const ask = { crowd, kind: side, secret: chatTokenSecret, people, ...(perSecond && { perSecond }) };
    return (await this.generator.tell("open", ask)).wallMs;
  }

  drive(side: Side, pattern: Pattern, crowd: string = side): Promise<Driven> {
    return this.generator.tell("drive", { crowd, pattern, watched: this.watched(side) });
  }

  /** Product, peer, product, peer …, each as often as the run wants, after one turn that warms up and is not counted. */
  async turns<Result>(play: (side: Side, round: number) => Promise<Result>): Promise<Record<Side, Result[]>> {
    const results: Record<Side, Result[]> = { product: [], peer: [] };
    // A profiled round is slower and does not count.
    const counted = this.run.profileTo === null ? 1 : 2;
    for (let round = 0; round < counted + this.run.rounds; round++) {
      for (const side of sides) {
        const isProfiled = round === counted - 1 && counted === 2 && side === "product";
        if (isProfiled) await this.servers[side][0]?.startProfile();
        const result = await play(side, round);
        if (isProfiled) await this.servers[side][0]?.endProfile(this.run.profileTo ?? "");
        if (round >= counted) results[side].push(result);
      }
    }
    return results;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.generator[Symbol.asyncDispose]();
    for (const side of sides) for (const server of this.servers[side]) await server[Symbol.asyncDispose]();
  }
}
