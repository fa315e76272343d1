import { busContract } from "./bus.contract";
import { MemoryBroker } from "./bus.memory";

busContract("memory", async (count) => {
  const broker = new MemoryBroker();
  const buses = Array.from({ length: count }, () => broker.connect());
  return { buses, [Symbol.asyncDispose]: async () => void (await Promise.all(buses.map((bus) => bus.close()))) };
});
