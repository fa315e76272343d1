import { AppError, type AppErrorCode, errorTable, readAppError } from "@/shared/errors";
import { textsNow } from "@/ui/languages/texts-now";
import type known from "@/ui/messages/en/errors.json";

type KnownCode = AppErrorCode & keyof typeof known;

/** What to tell a person about something that failed, in their language. What the product does not foresee is nearly always a lost connection. */
export function explainError(error: unknown): string {
  const t = textsNow("errors");
  const code = error instanceof AppError ? error.code : readAppError(error)?.code;
  if (code === undefined) return t("unreachable");
  // A test holds that each code has its words here.
  return t.has(code as KnownCode) ? t(code as KnownCode) : errorTable[code].text;
}
