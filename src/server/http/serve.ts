import type { AddressInfo } from "node:net";
import type { Services } from "../api/services";
import { createHttpServer } from "./http-server";
import type { Pages } from "./next-pages";
import { serveSockets } from "./ws-server";

export interface Serving {
  /** The port that was taken. */
  port: number;
  /** Takes no more requests, sends the sockets elsewhere, and lets what runs come to its end. */
  drain(): Promise<void>;
}

/** How long requests that run may still take once the server drains. */
const requestMsMax = 5_000;

/** Starts listening on the settings' address. Fails when the port is taken. */
export async function serve(services: Services, pages: Pages): Promise<Serving> {
  let isDraining = false;
  const server = createHttpServer({ services, pages, isDraining: () => isDraining });
  const sockets = serveSockets(server, { services, pages });
  const { PORT: port, HOST: host } = services.env;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async drain() {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await sockets.drain();
      const last = setTimeout(() => server.closeAllConnections(), requestMsMax);
      await closed;
      clearTimeout(last);
    },
  };
}
