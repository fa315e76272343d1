import type { Me } from "../shared/people";
import type { ChatClient, Readable } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import type { Desk } from "./desk";
import type { Drafts } from "./drafts";
import type { Notifier } from "./readable";
import type { Store } from "./store";

/** What a client stands on. What only some screens need is built upon it (`case-desk.ts` for those of a desk): who does not use it does not carry it. */
export interface ClientBase {
  connection: Connection;
  clock: Clock;
  notifier: Notifier;
  store: Store;
  desk: Desk;
  drafts: Drafts;
  me: Readable<Me | null>;
}

const bases = new WeakMap<ChatClient, ClientBase>();

/** Names what a client stands on; to be called once, by who makes it. */
export function putOnBase(client: ChatClient, base: ClientBase): ChatClient {
  bases.set(client, base);
  return client;
}

/** What this client stands on. Throws for anything that `createChatClient` did not make. */
export function baseOf(client: ChatClient): ClientBase {
  const base = bases.get(client);
  if (!base) throw new Error("this is no client that createChatClient made");
  return base;
}
