/** One process of the product as `npm start` runs it, without the pages: what a run kills. Says its port to its parent when it serves. */
import "./skewed-clock";
import { createServices } from "../../src/server/api/services";
import { readEnv } from "../../src/server/env";
import { serve } from "../../src/server/http/serve";
import { createRuntime } from "../../src/server/platform/runtime";

const noPages: Parameters<typeof serve>[1] = {
  handle: async (_req, res) => void res.writeHead(404).end(),
  upgrade: (_req, socket) => void socket.destroy(),
  close: async () => undefined,
};

const runtime = await createRuntime(readEnv());
const services = await createServices(runtime);
const serving = await serve(services, noPages);
process.send?.({ port: serving.port });
process.on("message", (question) => {
  if (question === "usage") process.send?.({ memory: process.memoryUsage(), cpu: process.cpuUsage() });
});
process.once("SIGTERM", async () => {
  await serving.drain();
  await services.stop();
  await runtime.close();
  process.exit(0);
});
process.on("unhandledRejection", (reason) => {
  console.error("unhandled rejection", reason);
  process.exit(70);
});
