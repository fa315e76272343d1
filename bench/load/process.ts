/** The load generator's process: does what its parent orders, one thing after the other or at the same time. */
import { cpuBetween, readCpu } from "../cpu";
import { Crowd } from "./crowd";
import { drive } from "./drive";
import type { Order, Orders, Reply } from "./orders";

const crowds = new Map<string, Crowd>();

const actions: { [Name in keyof Orders]: (ask: Orders[Name]["ask"]) => Promise<Orders[Name]["answer"]> } = {
  async open({ crowd: name, side, secret, people, perSecond }) {
    const crowd = new Crowd(side, people, secret);
    crowds.set(name, crowd);
    const began = performance.now();
    await crowd.open(perSecond);
    return { wallMs: performance.now() - began };
  },

  drive: ({ crowd, pattern, watched }) => drive(crowdOf(crowd), pattern, watched),

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
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on("message", async (order: Order) => void process.send?.(await obey(order)));
process.once("disconnect", () => process.exit(0));
