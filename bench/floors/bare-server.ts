/** The floor of a fan-out: `ws` alone sends the same bytes to everybody who listens. No sign-in, no database, nothing but sockets. */
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

const listeners = new Set<WebSocket>();
const wss = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT ?? 0), perMessageDeflate: false });

wss.on("connection", (socket) => {
  socket.on("error", () => socket.terminate());
  socket.once("message", (role) => {
    if (String(role) === "listen") listeners.add(socket);
    socket.on("message", (data) => tell(socket, String(data)));
  });
  socket.once("close", () => listeners.delete(socket));
});
wss.once("listening", () => process.send?.({ port: (wss.address() as AddressInfo).port }));

// As long as an event of the product.
const around = `{"type":"message","message":{"id":"${"0".repeat(36)}","conversationId":"${"0".repeat(36)}","senderId":"${"0".repeat(36)}","kind":"text"}}`;

function tell(writer: WebSocket, said: string): void {
  const space = said.indexOf(" ");
  const event = `{"content":"${said.slice(space + 1)}","event":${around}}`;
  for (const socket of listeners) socket.send(event);
  writer.send(said.slice(0, space));
}
