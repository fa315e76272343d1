import { createHash, timingSafeEqual } from "node:crypto";
import { AppError, type AppErrorCode, type AppErrorShape, errorShape, errorTable } from "../../shared/errors";
import { ChatTokenRequest } from "../../shared/people";
import { type GrantedChatToken, type GrantServices, grantChatToken } from "./grant-chat-token";

export interface ChatTokenAnswer {
  /** The HTTP status. */
  status: number;
  /** To be sent as JSON, never cached. */
  body: GrantedChatToken | { error: AppErrorShape };
}

/**
 * `POST /api/auth/chat-token`, for the main API alone. Never throws; what goes wrong answers with the same coded errors as the procedures.
 * @param apiKey the header `x-api-key`
 * @param body the parsed JSON body
 */
export async function handleChatTokenRequest(
  services: GrantServices,
  { apiKey, body }: { apiKey: string | undefined; body: unknown },
): Promise<ChatTokenAnswer> {
  try {
    if (!isKey(apiKey, services.env.MAIN_API_KEY)) throw new AppError("UNAUTHENTICATED", {}, "wrong x-api-key");
    const { answer } = await grantChatToken(services, parse(body));
    return { status: 200, body: answer };
  } catch (error) {
    if (error instanceof AppError) return refuse(error.code, error.details);
    services.log.error({ error: error instanceof Error ? error.message : String(error) }, "a chat token could not be given");
    return refuse("INTERNAL");
  }
}

function parse(body: unknown): ChatTokenRequest {
  const parsed = ChatTokenRequest.safeParse(body);
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

function refuse(code: AppErrorCode, details: AppError["details"] = {}): ChatTokenAnswer {
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
