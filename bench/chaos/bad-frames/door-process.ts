/** One process of the product, without the pages, that can be asked how it stands: memory after a collection, its event loop, its prototypes. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createServices } from "../../../src/server/api/services";
import { readEnv } from "../../../src/server/env";
import { serve } from "../../../src/server/http/serve";
import { createRuntime } from "../../../src/server/platform/runtime";

export interface DoorState {
  /** Resident bytes after a collection. */
  rss: number;
  /** The longest that the event loop was held up since the last question, in milliseconds. */
  loopDelayMs: number;
  /** The properties of the prototypes that everything inherits from. */
  prototypes: string;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();

const noPages: Parameters<typeof serve>[1] = {
  handle: async (_req, res) => void res.writeHead(404).end(),
  upgrade: (_req, socket) => void socket.destroy(),
  close: async () => undefined,
};

function prototypes(): string {
  const all = [Object, Array, Function, String, Number, Boolean, Date, Map, Set, Promise, Error, RegExp, Buffer];
  return JSON.stringify(all.map(({ name, prototype }) => [name, Object.getOwnPropertyNames(prototype), Object.isExtensible(prototype)]));
}

const runtime = await createRuntime(readEnv());
const services = await createServices(runtime);
const serving = await serve(services, noPages);
process.on("message", (question) => {
  if (question === "loop") {
    process.send?.({ loopDelayMs: delays.max / 1e6, prototypes: prototypes(), rss: 0 } satisfies DoorState);
    delays.reset();
    return;
  }
  const loopDelayMs = delays.max / 1e6;
  collect();
  setTimeout(() => {
    collect();
    process.send?.({ rss: process.memoryUsage().rss, loopDelayMs, prototypes: prototypes() } satisfies DoorState);
    delays.reset();
  }, 500);
});
process.on("unhandledRejection", (reason) => {
  console.error("unhandled rejection", reason);
  process.exit(70);
});
process.send?.({ port: serving.port });
