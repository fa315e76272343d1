/** The load generator's process: does what its parent orders, one thing after the other or at the same time. */
import { cpuBetween, readCpu } from "../cpu";
import { Crowd, pause } from "./crowd";
import { drive } from "./drive";
import { mix } from "./mix";
import type { Order, Orders, Reply } from "./orders";

/** People whose presence one person watches: a screenful. */
const watchedMax = 50;

const crowds = new Map<string, Crowd>();

const actions: { [Name in keyof Orders]: (ask: Orders[Name]["ask"]) => Promise<Orders[Name]["answer"]> } = {
  async open({ crowd: name, kind, secret, people, perSecond }) {
    const crowd = new Crowd(kind, people, secret);
    crowds.set(name, crowd);
    const began = performance.now();
    await crowd.open(perSecond);
    return { wallMs: performance.now() - began };
  },

  drive: ({ crowd, pattern, watched }) => drive(crowdOf(crowd), pattern, watched),

  async watch({ crowd: name }) {
    const crowd = crowdOf(name);
    for (const line of crowd.lines) {
      const { userId, conversationIds } = line.person;
      const others = new Set(conversationIds.flatMap((id) => crowd.byConversation.get(id)?.map(({ person }) => person.userId) ?? []));
      others.delete(userId);
      line.watch([...others].slice(0, watchedMax), conversationIds[0] ?? "");
    }
    // Nothing acknowledges a subscription on both sides alike: a moment is enough.
    await pause(1_000);
    return null;
  },

  mix: ({ crowd, mix: what, watched }) => mix(crowdOf(crowd), what, watched),

  async storm({ crowd: name, watched }) {
    const crowd = crowdOf(name);
    const before = readCpu(watched);
    const began = performance.now();
    crowd.drop();
    await crowd.open();
    return { wallMs: performance.now() - began, serverCpuMs: cpuBetween(before, readCpu(watched)).server };
  },

  async close({ crowd }) {
    crowdOf(crowd).close();
    crowds.delete(crowd);
    return null;
  },
};

function crowdOf(name: string): Crowd {
  const crowd = crowds.get(name);
  if (!crowd) throw new Error(`there is no crowd ${name}`);
  return crowd;
}

async function obey({ id, name, ask }: Order): Promise<Reply> {
  try {
    return { id, answer: await actions[name](ask as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

process.on("message", async (order: Order) => void process.send?.(await obey(order)));
process.once("disconnect", () => process.exit(0));
