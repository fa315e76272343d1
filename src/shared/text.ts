import * as z from "zod";
import type { AppErrorCode } from "./errors";
import { limits } from "./limits";

/** Characters as a person counts them at the limit: Unicode code points. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

// With the u flag this finds lone halves only: a whole pair is one character above U+FFFF.
const halfCharacter = /[\uD800-\uDFFF]/u;

/** Whether this can be stored and sent as UTF-8: PostgreSQL refuses NUL, and half a surrogate pair would come back as U+FFFD. */
function isText(text: string): boolean {
  return !text.includes("\0") && !halfCharacter.test(text);
}

/** Why this text cannot be a message, or `null` when it can. Markup is text like any other: it is kept and shown as it was typed. */
export function messageRefusal(content: string): Extract<AppErrorCode, `MESSAGE_${string}`> | null {
  if (content.trim() === "") return "MESSAGE_BLANK";
  // Code units first: a megabyte is not walked character by character.
  if (content.length > limits.messageCharactersMax * 2) return "MESSAGE_TOO_LONG";
  if (!isText(content)) return "MESSAGE_NOT_TEXT";
  if (countCharacters(content) > limits.messageCharactersMax) return "MESSAGE_TOO_LONG";
  return null;
}

/** The text of a message. A refusal carries its code in `params.app`. */
export const MessageContent = z.string().superRefine((content, ctx) => {
  const code = messageRefusal(content);
  if (code) ctx.addIssue({ code: "custom", message: code, params: { app: code } });
});

/** One line that people read: trimmed, not blank, no NUL and no half characters. */
export function line(charactersMax: number) {
  return z
    .string()
    .trim()
    .min(1)
    .refine(isText, "contains characters that are not text")
    .refine((text) => countCharacters(text) <= charactersMax, `is longer than ${charactersMax} characters`);
}
