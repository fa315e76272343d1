import { AppError, type AppErrorCode, errorTable, readAppError } from "@/shared/errors";
import { textsNow } from "@/ui/languages/texts-now";
import type known from "@/ui/messages/en/errors.json";

type KnownCode = AppErrorCode & keyof typeof known;

/** What to tell a person about something that failed, in their language. What the product does not foresee is nearly always a lost connection. */
export function explainError(error: unknown): string {
  const code = error instanceof AppError ? error.code : readAppError(error)?.code;
  return code === undefined ? textsNow("errors")("unreachable") : explainCode(code);
}

/** The words of a refusal whose code is known. */
export function explainCode(code: AppErrorCode): string {
  const t = textsNow("errors");
  // A test holds that each code has its words here.
  return t.has(code as KnownCode) ? t(code as KnownCode) : errorTable[code].text;
}
