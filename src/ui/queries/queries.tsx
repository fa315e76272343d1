"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { getUntypedClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { createTRPCReact } from "@trpc/react-query";
import { observable } from "@trpc/server/observable";
import { type ReactNode, useState } from "react";
import type { ChatClient } from "@/client/chat-client.types";
import { baseOf } from "@/client/client-base";
import type { AppRouter } from "@/server/api/root";
import { readAppError } from "@/shared/errors";
import { useChatClient } from "@/ui/hooks/chat-client-context";

/** The procedures of the server as hooks, for screens of plain questions and answers: `api.reports.read.useQuery(…)`. */
export const api = createTRPCReact<AppRouter>();

const freshMs = 30_000;
const retriesMax = 2;

/** Asks over the socket of the chat client, which signs in, waits for a connection that is on its way and makes a question again that was cut off. */
function overTheSocket(client: ChatClient): TRPCLink<AppRouter> {
  const { connection } = baseOf(client);
  return () =>
    ({ op: { type, path, input } }) =>
      observable((observer) => {
        const isQuery = type === "query";
        connection
          .patiently(
            (socket) => {
              const asker = getUntypedClient(socket);
              return isQuery ? asker.query(path, input) : asker.mutation(path, input);
            },
            { isRepeatable: isQuery },
          )
          .then(
            (data) => {
              observer.next({ result: { type: "data", data } });
              observer.complete();
            },
            (error: unknown) => observer.error(TRPCClientError.from(error instanceof Error ? error : new Error(String(error)))),
          );
      });
}

/** Gives everything inside the hooks of `api`. What they keep goes with it, so that nothing is left of somebody who signed out. */
export function Queries({ children }: { children: ReactNode }) {
  const client = useChatClient();
  const [asker] = useState(() => api.createClient({ links: [overTheSocket(client)] }));
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: freshMs,
            // The socket knows of its connection; the browser only guesses.
            networkMode: "always",
            // What the server refused it refuses again; what did not reach it is worth another try.
            retry: (failures, error) => failures < retriesMax && readAppError(error) === null,
          },
          mutations: { networkMode: "always" },
        },
      }),
  );
  return (
    <api.Provider client={asker} queryClient={queries}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </api.Provider>
  );
}
