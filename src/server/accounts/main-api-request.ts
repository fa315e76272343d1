/** What the main API asks of us: signed by one key, answered with the same coded errors as the procedures. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { ZodType } from "zod";
import { AppError, type AppErrorCode, type AppErrorShape, errorShape, errorTable } from "../../shared/errors";
import type { Runtime } from "../platform/runtime";

export interface MainApiAnswer<Body> {
  /** The HTTP status. */
  status: number;
  /** To be sent as JSON, never cached. */
  body: Body | { error: AppErrorShape };
}

/** What came: the header `x-api-key`, and the parsed JSON body. */
export interface MainApiRequest {
  apiKey: string | undefined;
  body: unknown;
}

/** Does what the main API asks. Never throws; what goes wrong is in the answer. */
export async function answerMainApi<Input, Body>(
  { env, log }: Pick<Runtime, "env" | "log">,
  { apiKey, body }: MainApiRequest,
  { what, input, work }: { what: string; input: ZodType<Input>; work(input: Input): Promise<Body> },
): Promise<MainApiAnswer<Body>> {
  try {
    if (!isKey(apiKey, env.MAIN_API_KEY)) throw new AppError("UNAUTHENTICATED", {}, "wrong x-api-key");
    return { status: 200, body: await work(parse(input, body)) };
  } catch (error) {
    if (error instanceof AppError) return refuse(error.code, error.details);
    log.error({ what, error: error instanceof Error ? error.message : String(error) }, "the main API could not be answered");
    return refuse("INTERNAL");
  }
}

function parse<Input>(input: ZodType<Input>, body: unknown): Input {
  const parsed = input.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError("BAD_INPUT", {
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })),
  });
}

/** Compares hashes, which are equally long, in constant time: neither the key's length nor how much of it was right shows. */
function isKey(given: string | undefined, key: string): boolean {
  return given !== undefined && key !== "" && timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function refuse(code: AppErrorCode, details: AppError["details"] = {}): { status: number; body: { error: AppErrorShape } } {
  return { status: statuses[errorTable[code].trpc], body: { error: errorShape(code, details) } };
}

const statuses = {
  BAD_REQUEST: 400,
  PARSE_ERROR: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;
