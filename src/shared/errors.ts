/**
 * The one table of refusals. A code travels as `error.data.app.code`; its text is for people, `retry` says whether the same call can succeed later.
 * "Absent" and "not yours" share a code on purpose: the answer must not tell a stranger what exists.
 */
import type { Case } from "./support";

type TrpcCode =
  | "BAD_REQUEST"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "PAYLOAD_TOO_LARGE"
  | "TOO_MANY_REQUESTS"
  | "METHOD_NOT_SUPPORTED"
  | "PARSE_ERROR"
  | "SERVICE_UNAVAILABLE"
  | "INTERNAL_SERVER_ERROR";

interface ErrorRow {
  trpc: TrpcCode;
  /** What a person reads. */
  text: string;
  /** Whether sending the same call again, later, can succeed. */
  retry: boolean;
}

export const errorTable = {
  UNAUTHENTICATED: { trpc: "UNAUTHORIZED", text: "Please sign in.", retry: false },
  SESSION_ENDED: { trpc: "UNAUTHORIZED", text: "Your sign-in has ended. Please sign in again.", retry: false },
  FORBIDDEN: { trpc: "FORBIDDEN", text: "You are not allowed to do that.", retry: false },
  NOT_A_PARTICIPANT: { trpc: "FORBIDDEN", text: "This conversation does not exist, or you are not part of it.", retry: false },
  USER_UNREACHABLE: { trpc: "FORBIDDEN", text: "You cannot start a conversation with this person.", retry: false },
  BAD_INPUT: { trpc: "BAD_REQUEST", text: "Something in this request is not valid.", retry: false },
  MALFORMED: { trpc: "PARSE_ERROR", text: "This request could not be read.", retry: false },
  UNKNOWN_PROCEDURE: { trpc: "NOT_FOUND", text: "There is no such procedure.", retry: false },
  NEEDS_WEBSOCKET: { trpc: "METHOD_NOT_SUPPORTED", text: "Subscriptions are served over WebSocket only.", retry: false },
  MESSAGE_BLANK: { trpc: "BAD_REQUEST", text: "A message needs some text.", retry: false },
  MESSAGE_TOO_LONG: { trpc: "BAD_REQUEST", text: "This message is longer than 2,000 characters.", retry: false },
  MESSAGE_NOT_TEXT: { trpc: "BAD_REQUEST", text: "This message contains characters that are not text.", retry: false },
  MESSAGE_ID_TAKEN: { trpc: "CONFLICT", text: "Another message already has this id.", retry: false },
  REPLY_NOT_FOUND: { trpc: "BAD_REQUEST", text: "The message you reply to is not in this conversation.", retry: false },
  SEQ_AHEAD: { trpc: "BAD_REQUEST", text: "There is no message with this number yet.", retry: false },
  NOT_A_GROUP: { trpc: "BAD_REQUEST", text: "Only a group's people and name can be changed.", retry: false },
  GROUP_TOO_LARGE: { trpc: "BAD_REQUEST", text: "This group would have too many people.", retry: false },
  CASE_CHANGED: { trpc: "CONFLICT", text: "A colleague has changed this case in the meantime.", retry: false },
  CASE_MOVE_REFUSED: { trpc: "CONFLICT", text: "From its present state this case cannot go there.", retry: false },
  CONVERSATION_MOVED_ON: { trpc: "CONFLICT", text: "Newer messages have arrived that you may not have seen yet.", retry: false },
  TOPIC_REQUIRED: { trpc: "BAD_REQUEST", text: "A case of this gym needs a topic before it can be resolved.", retry: false },
  NOT_AT_DESK: { trpc: "BAD_REQUEST", text: "Somebody named here does not work at this desk.", retry: false },
  LABEL_UNKNOWN: { trpc: "BAD_REQUEST", text: "This gym has no label of that name.", retry: false },
  TOO_MANY_LABELS: { trpc: "BAD_REQUEST", text: "This gym has as many labels as it can have.", retry: false },
  TOO_MANY_SAVED: { trpc: "BAD_REQUEST", text: "As many of these are saved as there can be.", retry: false },
  CANNED_REPLY_UNKNOWN: { trpc: "BAD_REQUEST", text: "There is no such reply.", retry: false },
  VARIABLE_MISSING: { trpc: "BAD_REQUEST", text: "This reply names something that is not known here.", retry: false },
  BULK_ID_TAKEN: { trpc: "CONFLICT", text: "Another action already has this id.", retry: false },
  UNDO_EXPIRED: { trpc: "BAD_REQUEST", text: "It is too late to undo this.", retry: false },
  NOTE_ID_TAKEN: { trpc: "CONFLICT", text: "Another note already has this id.", retry: false },
  TOO_LARGE: { trpc: "PAYLOAD_TOO_LARGE", text: "This request is too large.", retry: false },
  OUTBOX_FULL: {
    trpc: "TOO_MANY_REQUESTS",
    text: "Too many messages wait to be sent on this device. Please wait until some are sent.",
    retry: false,
  },
  TOO_MANY_SUBSCRIPTIONS: { trpc: "TOO_MANY_REQUESTS", text: "Too many subscriptions on one connection.", retry: false },
  RATE_LIMITED: { trpc: "TOO_MANY_REQUESTS", text: "That was a little fast. Please wait a moment.", retry: true },
  UNAVAILABLE: { trpc: "SERVICE_UNAVAILABLE", text: "The chat is not available right now. We keep trying.", retry: true },
  INTERNAL: { trpc: "INTERNAL_SERVER_ERROR", text: "Something went wrong on our side.", retry: true },
} as const satisfies Record<string, ErrorRow>;

/** Every code that a refusal may have. A client meets one that it does not know by its `retry`. */
export type AppErrorCode = keyof typeof errorTable;

/** What is wrong with one field of an input. */
export interface InputIssue {
  /** Where in the input, such as `participantIds.0`. */
  path: string;
  message: string;
}

/** What a client finds under `error.data.app`. */
export interface AppErrorShape {
  code: AppErrorCode;
  /** The text for people. */
  text: string;
  /** Whether the same call can succeed later. */
  retry: boolean;
  /** With `RATE_LIMITED`: milliseconds until a call can succeed. */
  retryAfterMs?: number;
  /** With `BAD_INPUT`: what is wrong, field by field. */
  issues?: InputIssue[];
  /** With `CASE_CHANGED`: the case as it is now … */
  current?: Case;
  /** … and who changed it last; `null` for the clock. */
  by?: { id: string; name: string } | null;
  /** With `CONVERSATION_MOVED_ON`: `seq` of the newest message. */
  lastSeq?: number;
  /** With `VARIABLE_MISSING`: what has no value. */
  missing?: string[];
}

type AppErrorDetails = Omit<AppErrorShape, "code" | "text" | "retry">;

/** A refusal that the product foresees. `message` is for logs and carries ids at most, never what people wrote. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: AppErrorCode,
    readonly details: AppErrorDetails = {},
    message: string = code,
  ) {
    super(message);
  }
}

/** The shape of a refusal on the wire. */
export function errorShape(code: AppErrorCode, details: AppErrorDetails = {}): AppErrorShape {
  const { text, retry } = errorTable[code];
  return { code, text, retry, ...details };
}

/** Reads `error.data.app` of anything a tRPC client threw; `null` when the failure did not come from the product (no connection, say). */
export function readAppError(error: unknown): AppErrorShape | null {
  const data = (error as { data?: { app?: AppErrorShape } } | null | undefined)?.data;
  return data?.app && Object.hasOwn(errorTable, data.app.code) ? data.app : null;
}
