/** The product behind a proxy that can pretend to be a newer version: its service worker then differs by a byte, as that of a new build does. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { startServer } from "./server";

interface NewVersionProxy extends AsyncDisposable {
  url: string;
  /** From now on it is the new version. */
  renew(): void;
}

/** Starts a server of its own and the proxy before it. */
export async function newVersionProxy(): Promise<NewVersionProxy> {
  let isNew = false;
  let port = 0;
  const proxy = createServer((req, res) => {
    if (isNew && req.url === "/service-worker.js") void answerRenewed(port, res);
    else passOn(port, req, res);
  });
  proxy.on("upgrade", (req: IncomingMessage, socket, head) => {
    const upstream = connect(port, "127.0.0.1", () => {
      const headers = Object.entries(req.headers).map(([name, value]) => `${name}: ${value}`);
      upstream.write([`GET ${req.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const server = await startServer({ env: { NEXTAUTH_URL: url } });
  port = server.port;
  return {
    url,
    renew() {
      isNew = true;
    },
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      proxy.close();
      await server.kill();
    },
  };
}

function passOn(port: number, req: IncomingMessage, res: ServerResponse): void {
  const { method, url: path, headers } = req;
  const forwarded = request({ port, host: "127.0.0.1", method, path, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  forwarded.on("error", () => res.destroy());
  req.pipe(forwarded);
}

async function answerRenewed(port: number, res: ServerResponse): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/service-worker.js`);
  res.writeHead(200, { "content-type": "text/javascript", "cache-control": "no-cache" });
  res.end(`${await answer.text()}\n// newer`);
}
