import { callTRPCProcedure, getErrorShape, getTRPCErrorFromUnknown } from "@trpc/server";
import type { Context } from "../api/context";
import { appRouter } from "../api/root";

/** A query or a mutation as a client says it (tRPC's envelope, JSON-RPC 2.0). */
interface PlainCall {
  id: number | string;
  jsonrpc?: "2.0";
  method: "query" | "mutation";
  params: { path: string; input?: unknown };
}

/**
 * The queries and mutations of one socket that stand alone in their frame: nearly all that is said. tRPC's adapter makes each an abortable operation
 * and copies its envelope, both ways, several times, a tenth of what a send costs the server; here the same functions of tRPC are called with what was
 * said. Whatever else comes, and what is not just so, is the adapter's: subscriptions, batches, malformed calls, all before the sign-in is known.
 */
export class PlainCalls {
  #context: Context | null = null;

  /** @param answer takes a message of tRPC's wire */
  constructor(private readonly answer: (message: unknown) => void) {}

  /** From now on, as whoever this is. */
  serve(context: Context): void {
    this.#context = context;
  }

  /** Takes what was said, if it is a plain call; answers whether it was. */
  take(said: unknown): boolean {
    if (!this.#context || !isPlain(said)) return false;
    void this.#call(this.#context, said);
    return true;
  }

  async #call(ctx: Context, { id, jsonrpc, method: type, params: { path, input } }: PlainCall): Promise<void> {
    try {
      const getRawInput = async () => input;
      const data: unknown = await callTRPCProcedure({ router: appRouter, path, type, ctx, getRawInput, signal: undefined, batchIndex: 0 });
      this.answer({ id, jsonrpc, result: { type: "data", data } });
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause);
      this.answer({ id, jsonrpc, error: getErrorShape({ config: appRouter._def._config, error, type, path, input, ctx }) });
    }
  }
}

function isPlain(said: unknown): said is PlainCall {
  const { id, jsonrpc, method, params } = (said ?? {}) as Record<string, unknown>;
  if (method !== "mutation" && method !== "query") return false;
  if (typeof id !== "number" && typeof id !== "string") return false;
  if (jsonrpc !== undefined && jsonrpc !== "2.0") return false;
  const { path, lastEventId } = (params ?? {}) as Record<string, unknown>;
  return typeof path === "string" && lastEventId === undefined;
}
