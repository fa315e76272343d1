import type { TRPCClient } from "@trpc/client";
import type { AppRouter } from "../server/api/root";

/** The server's procedures, as the client calls them: `api.messages.send.mutate(…)`. */
export type Api = TRPCClient<AppRouter>;

export interface Unsubscribable {
  unsubscribe(): void;
}
