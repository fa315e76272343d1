/**
 * The wire with nothing but a WebSocket, as a client in any language speaks it. Against the demo: `MAIN_API_KEY=… npx tsx examples/bare-frames.ts`.
 */
import { uuidv7 } from "uuidv7";
import { WebSocket } from "ws";

const server = process.env.CHAT_URL ?? "http://localhost:3000";
const granted = await fetch(`${server}/api/auth/chat-token`, {
  method: "POST",
  headers: { "content-type": "application/json", "x-api-key": process.env.MAIN_API_KEY ?? "" },
  body: JSON.stringify({ externalId: "main-api-user-4713", name: "Sam Example", role: "member", gym: "city" }),
});
const { token } = (await granted.json()) as { token: string };

const socket = new WebSocket(`${server.replace(/^http/, "ws")}/api/trpc?connectionParams=1`);
interface Answer {
  id: number | null;
  result?: { type: string; data?: { id?: string; seq?: number; data?: { events: { type: string }[] } } };
  error?: { data: { app: { code: string } } };
}
const waiting = new Map<string, (answer: Answer) => void>();
/** The first answer to a call, of a type. */
const answer = (id: number, type = "data") => new Promise<Answer>((resolve) => waiting.set(`${id} ${type}`, resolve));
socket.on("message", (frame) => {
  if (String(frame) === "PING") return socket.send("PONG");
  // Several answers may share a frame, as an array.
  for (const one of [JSON.parse(String(frame))].flat() as Answer[]) waiting.get(`${one.id} ${one.result?.type ?? "data"}`)?.(one);
});
const say = (frame: string) => socket.send(frame);
await new Promise((resolve) => socket.once("open", resolve));

// #region sign-in
say(`{ "method": "connectionParams", "data": { "token": "${token}" } }`);
// #endregion
// #region query
say(`{ "id": 1, "method": "query", "params": { "path": "auth.me" } }`);
// #endregion
console.log((await answer(1)).result?.type);

// #region subscription
say(`{ "id": 2, "method": "subscription", "params": { "path": "conversations.onChange", "input": { "lastEventId": null } } }`);
// #endregion
const first = await answer(2);
console.log(`listening, ${first.result?.data?.data?.events.length} events, cursor ${first.result?.data?.id !== undefined}`);

say(`{ "id": 3, "method": "mutation", "params": { "path": "support.open", "input": {} } }`);
const conversationId = (await answer(3)).result?.data?.id;
const id = uuidv7();
const heard = answer(2);
// #region mutation
say(`{ "id": 4, "method": "mutation", "params": { "path": "messages.send",
       "input": { "conversationId": "${conversationId}", "id": "${id}", "content": "Are you open on Sunday?" } } }`);
// #endregion
console.log(`sent as number ${(await answer(4)).result?.data?.seq}`);
console.log(`heard: ${(await heard).result?.data?.data?.events[0]?.type}`);

// #region refused
say(`{ "id": 5, "method": "query", "params": { "path": "conversations.get", "input": { "id": "${id}" } } }`);
// #endregion
console.log((await answer(5)).error?.data.app.code);

// #region stop
say(`{ "id": 2, "method": "subscription.stop" }`);
// #endregion
await answer(2, "stopped");
socket.close();
