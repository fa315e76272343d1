import { WebSocket } from "ws";
import { createChatClient } from "../../client/chat-client";
import type { ChatClient, ChatClientOptions, Readable } from "../../client/chat-client.types";
import type { TestServer } from "./test-server";

/** Somebody with the chat open: a real client on a real server. */
export interface ChatPerson extends AsyncDisposable {
  id: string;
  client: ChatClient;
}

/** Opens the chat for a user and waits until it is live. */
export async function chatPerson(server: TestServer, userId: string, options: Partial<ChatClientOptions> = {}): Promise<ChatPerson> {
  const person = strandedPerson(server, userId, options);
  person.client.start();
  await until(person.client.connection, ({ status }) => status === "live");
  return person;
}

/** The same before `start`. */
export function strandedPerson(server: TestServer, userId: string, options: Partial<ChatClientOptions> = {}): ChatPerson {
  const client = createChatClient({
    url: server.url,
    getToken: () => server.tokenOf(userId),
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    ...options,
  });
  return { id: userId, client, [Symbol.asyncDispose]: () => client.stop() };
}

/** Resolves with the value as soon as it satisfies. The value counts as watched until then. */
export function until<T>(readable: Readable<T>, satisfies: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    let end: () => void = () => undefined;
    const look = () => {
      const value = readable.getSnapshot();
      if (!satisfies(value)) return false;
      end();
      resolve(value);
      return true;
    };
    if (look()) return;
    end = readable.subscribe(look);
  });
}
