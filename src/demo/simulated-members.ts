/** A few members who are there while the demo runs: they answer whoever writes to them, and now and then begin by themselves. */
import { externalIdOf, people, simulatedMembers } from "../../prisma/seed/people";
import type { Clock } from "../server/platform/clock";
import type { Log } from "../server/platform/log";
import { classOpenings, deskOpenings, Repertoire, trainerOpenings } from "./repertoire";
import { SimulatedMember, type Stage } from "./simulated-member";

interface Options {
  /** The address of the server, http(s)://… */
  url: string;
  /** What the main API shows for chat tokens. */
  apiKey: string;
  clock: Clock;
  log: Log;
  /** Node has one of its own from 22 on. */
  WebSocket: typeof WebSocket;
  random?: () => number;
  /** All waits are multiplied by this: 1 is how people are, tests take less. */
  pace?: number;
}

const firstMs = [6_000, 15_000] as const;
const nextMs = [30_000, 90_000] as const;
/** So often they begin by themselves; a visitor who writes gives them some more. A demo that runs overnight does not fill up. */
const beginningsMax = 24;
const beginningsPerVisit = 3;

/** Starts them; disposing signs them out. Rejects when one cannot sign in. */
export async function startSimulatedMembers({ random = Math.random, pace = 1, ...options }: Options): Promise<AsyncDisposable> {
  const { clock, log } = options;
  let beginnings = beginningsMax;
  let timer: Disposable | undefined;
  const stage: Stage = {
    ...options,
    words: new Repertoire(random),
    random,
    pace,
    isPlayed: (userId) => members.some((member) => member.userId === userId),
    onVisitor: () => {
      beginnings = Math.min(beginningsMax, beginnings + beginningsPerVisit);
      timer ??= begin(nextMs);
    },
  };
  const members: SimulatedMember[] = simulatedMembers.map((name) => {
    const gym = people.find((person) => person.name === name)?.gym;
    if (!gym) throw new Error(`${name} is not in the demo gym`);
    return new SimulatedMember({ externalId: externalIdOf(name), name, gym }, stage);
  });
  await Promise.all(members.map((member) => member.start()));
  timer = begin(firstMs);
  return {
    async [Symbol.asyncDispose]() {
      timer?.[Symbol.dispose]();
      beginnings = 0;
      await Promise.all(members.map((member) => member.stop()));
    },
  };

  function begin([least, most]: readonly [number, number]): Disposable {
    return clock.after((least + random() * (most - least)) * pace, () => {
      timer = beginnings-- > 0 ? begin(nextMs) : undefined;
      if (!timer) return;
      // In turn, so that both gyms and every kind of conversation get their share.
      const turn = beginningsMax - beginnings - 1;
      const member = members[turn % members.length];
      if (member) void act(member, Math.floor(turn / members.length) + (turn % members.length));
    });
  }

  async function act(member: SimulatedMember, turn: number): Promise<void> {
    const at = (role: string) => people.find((one) => one.gym === member.played.gym && one.role === role && one.email)?.name ?? "";
    const ways = [
      () => member.askDesk(deskOpenings),
      () => member.writeTo(at("trainer"), trainerOpenings),
      () => member.speakInClass(classOpenings),
      () => member.writeTo(at("staff"), deskOpenings),
    ];
    try {
      // Where an answer is still awaited nothing is begun; then another way may do.
      for (let more = 0; more < ways.length; more++) if (await ways[(turn + more) % ways.length]?.()) return;
    } catch (error) {
      log.warn({ userId: member.userId, error: error instanceof Error ? error.message : "unknown" }, "a simulated member stumbled");
    }
  }
}
