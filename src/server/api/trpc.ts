import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { AppError, type AppErrorCode, type AppErrorShape, errorShape, errorTable } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { isUnavailable } from "../platform/db";
import type { Context } from "./context";

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
function coded<R extends { ok: true } | { ok: false; error: TRPCError }>(result: R, { services, connection }: Context, path: string): R {
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof AppError) throw toTrpcError(cause);
  if (isUnavailable(cause)) throw toTrpcError(new AppError("UNAVAILABLE", {}, "the database could not be asked"));
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    services.log.error({ path, userId: connection.actor?.id, error: cause?.stack ?? result.error.message }, "a call failed");
  }
  return result;
}

/** For procedures of signed-in callers: `ctx.actor` is who calls, by a sign-in that holds now. One middleware: tRPC copies everything for each. */
export const signedIn = t.procedure.use(async ({ ctx, next, path }) => {
  const { actor, refusal } = ctx.connection;
  if (!actor) throw toTrpcError(refusal ?? new AppError("UNAUTHENTICATED"));
  if (actor.expiresAt <= ctx.services.clock.now()) throw toTrpcError(new AppError("SESSION_ENDED"));
  return coded(await next({ ctx: { actor, chat: { ...ctx.services, actor } } }), ctx, path);
});

/** For subscriptions: signed in, over a WebSocket (`ctx.socket`), and within what one socket may listen to at a time. */
export const listening = signedIn.use(async ({ ctx, next }) => {
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
  return { ...result, data: new Until((result.data as AsyncIterable<unknown>)[Symbol.asyncIterator](), end) };
});

/** The same values; `end` is called when they are over, or nobody wants more. Not a generator: one that waits is a kilobyte at every silent socket. */
class Until<T> implements AsyncIterableIterator<T> {
  constructor(
    private readonly values: AsyncIterator<T>,
    private readonly end: () => void,
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
      throw error;
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.#isOver();
    await this.values.return?.();
    return { done: true, value: undefined };
  }

  #isCounted = true;

  #isOver(): void {
    if (this.#isCounted) this.end();
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
