import { AppError, errorTable, readAppError } from "@/shared/errors";

/** What to tell a person about something that failed. What the product does not foresee is nearly always a lost connection. */
export function explainError(error: unknown): string {
  if (error instanceof AppError) return errorTable[error.code].text;
  return readAppError(error)?.text ?? "That did not reach the server. Check the connection and try again.";
}
