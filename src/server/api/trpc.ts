import { getTRPCErrorFromUnknown, initTRPC, TRPCError } from "@trpc/server";
import { ZodError, type ZodType } from "zod";
import { AppError, type AppErrorCode, type AppErrorShape, errorShape, errorTable } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { Actor } from "../accounts/actor";
import { isUnavailable } from "../platform/db";
import type { Chat, Context } from "./context";

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error }) {
    const app = appErrorOf(error);
    const { code, httpStatus, path } = shape.data;
    // Nothing of the error itself travels: its text may name what the caller must not know.
    return { code: shape.code, message: app.text, data: { code, httpStatus, path, app } };
  },
});

export const router = t.router;

/** Turns what the rooms throw into tRPC's error, with the code that the table gives it. The only place that does. */
function coded(error: TRPCError, { services, connection }: Context, path: string): TRPCError {
  const { cause } = error;
  if (cause instanceof AppError) return toTrpcError(cause);
  if (isUnavailable(cause)) return toTrpcError(new AppError("UNAVAILABLE", {}, "the database could not be asked"));
  if (error.code === "INTERNAL_SERVER_ERROR") {
    services.log.error({ path, userId: connection.actor?.id, error: cause?.stack ?? error.message }, "a call failed");
  }
  return error;
}

/** What procedures of signed-in callers get besides. Throws tRPC's error for everybody else. */
function enter({ connection, services }: Context): { actor: Actor; chat: Chat } {
  const { actor, refusal } = connection;
  if (!actor) throw toTrpcError(refusal ?? new AppError("UNAUTHENTICATED"));
  if (actor.expiresAt <= services.clock.now()) throw toTrpcError(new AppError("SESSION_ENDED"));
  // Renewed with the sign-in: what was made for the one before never answers for this one.
  if (connection.chat?.actor !== actor) connection.chat = { ...services, actor };
  return { actor, chat: connection.chat };
}

/** For procedures of signed-in callers: `ctx.actor` is who calls, by a sign-in that holds now. */
export const signedIn = withLeanCalls(t.procedure).use(async ({ ctx, next, path }) => {
  const result = await next({ ctx: enter(ctx) });
  if (!result.ok) throw coded(result.error, ctx, path);
  return result;
});

type Builder = typeof t.procedure;
type Invoked = Parameters<Parameters<Builder["experimental_caller"]>[0]>[0];
type Call = Parameters<Invoked["invoke"]>[0];

/** What tRPC keeps of a procedure, as far as a lean call needs it. */
interface Definition {
  type: "query" | "mutation" | "subscription";
  inputs: readonly unknown[];
  middlewares: readonly unknown[];
  resolver(call: { ctx: unknown; input: unknown; signal: AbortSignal | undefined }): Promise<unknown>;
}

/**
 * Queries and mutations run without tRPC's chain of middlewares, which copies all that a call carries several times for each: a third of what a call
 * costs. What a signed-in procedure is made of (the guard, one input, the resolver) runs one after the other, with the same errors; anything
 * more elaborate takes the chain.
 */
function withLeanCalls(builder: Builder): Builder {
  const lean = builder.experimental_caller(({ args, invoke, _def }) => {
    const call = args[0] as Call;
    const definition = _def as unknown as Definition;
    const isPlain = definition.inputs.length <= 1 && definition.middlewares.length === definition.inputs.length + 2;
    return isPlain && definition.type !== "subscription" ? callLean(call, definition) : invoke(call);
  });
  // A procedure like all others to whoever calls it: only the way it runs is ours.
  return lean as unknown as Builder;
}

async function callLean({ ctx, path, getRawInput, signal }: Call, { inputs: [schema], resolver }: Definition): Promise<unknown> {
  const context = ctx as Context;
  const entered = enter(context);
  let input: unknown;
  if (schema) {
    const raw = await getRawInput();
    try {
      input = (schema as ZodType).parse(raw);
    } catch (cause) {
      throw new TRPCError({ code: "BAD_REQUEST", cause });
    }
  }
  try {
    return await resolver({ ctx: { ...context, ...entered }, input, signal });
  } catch (cause) {
    throw coded(getTRPCErrorFromUnknown(cause), context, path);
  }
}

/** For subscriptions: signed in, over a WebSocket (`ctx.socket`), and within what one socket may listen to at a time. */
export const listening = signedIn.use(async ({ ctx, next, path }) => {
  const { connection, services, actor } = ctx;
  const { socket } = connection;
  if (!socket) throw toTrpcError(new AppError("NEEDS_WEBSOCKET"));
  await services.rateLimits.take("reads", actor.id);
  if (connection.subscriptions >= limits.subscriptionsPerSocketMax) throw toTrpcError(new AppError("TOO_MANY_SUBSCRIPTIONS"));
  connection.subscriptions++;
  const end = () => void connection.subscriptions--;
  const result = await next({ ctx: { socket } });
  if (!result.ok) {
    end();
    return result;
  }
  const told = new Until((result.data as AsyncIterable<unknown>)[Symbol.asyncIterator](), {
    end,
    fail: (cause) => coded(getTRPCErrorFromUnknown(cause), ctx, path),
  });
  return { ...result, data: told };
});

/**
 * The same values; `end` is called when they are over, or nobody wants more, and `fail` says what their error is to the caller. Not a generator: one
 * that waits is a kilobyte at every silent socket.
 */
class Until<T> implements AsyncIterableIterator<T> {
  constructor(
    private readonly values: AsyncIterator<T>,
    private readonly on: { end: () => void; fail: (error: unknown) => unknown },
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T>> {
    try {
      const result = await this.values.next();
      if (result.done) this.#isOver();
      return result;
    } catch (error) {
      this.#isOver();
      throw this.on.fail(error);
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.#isOver();
    await this.values.return?.();
    return { done: true, value: undefined };
  }

  #isCounted = true;

  #isOver(): void {
    if (this.#isCounted) this.on.end();
    this.#isCounted = false;
  }
}

function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: errorTable[error.code].trpc, message: error.code, cause: error });
}

/** The refusal that any error of tRPC stands for. */
function appErrorOf(error: TRPCError): AppErrorShape {
  const { cause, code } = error;
  if (cause instanceof AppError) return errorShape(cause.code, cause.details);
  if (cause instanceof ZodError) return inputError(cause);
  if (isUnavailable(cause)) return errorShape("UNAVAILABLE");
  return errorShape(codes[code] ?? "INTERNAL");
}

const codes: Partial<Record<TRPCError["code"], AppErrorCode>> = {
  PARSE_ERROR: "MALFORMED",
  BAD_REQUEST: "MALFORMED",
  UNPROCESSABLE_CONTENT: "MALFORMED",
  UNSUPPORTED_MEDIA_TYPE: "MALFORMED",
  NOT_FOUND: "UNKNOWN_PROCEDURE",
  METHOD_NOT_SUPPORTED: "UNKNOWN_PROCEDURE",
  PAYLOAD_TOO_LARGE: "TOO_LARGE",
  UNAUTHORIZED: "UNAUTHENTICATED",
};

function inputError(error: ZodError): AppErrorShape {
  for (const issue of error.issues) {
    const app = issue.code === "custom" ? (issue.params?.app as AppErrorCode | undefined) : undefined;
    if (app && app in errorTable) return errorShape(app);
  }
  return errorShape("BAD_INPUT", { issues: error.issues.map(({ path, message }) => ({ path: path.join("."), message })) });
}
