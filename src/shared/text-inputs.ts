import * as z from "zod";
import { countCharacters, isInvisible, isText, messageRefusal } from "./text";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for, with the two Unicode line ends.
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** The text of a message. A refusal carries its code in `params.app`. */
export const MessageContent = z.string().superRefine((content, ctx) => {
  const code = messageRefusal(content);
  if (code) ctx.addIssue({ code: "custom", message: code, params: { app: code } });
});

/** One line that people read: trimmed, not blank, without line ends or other control characters, and no half characters. */
export function line(charactersMax: number) {
  return z
    .string()
    .trim()
    .min(1)
    .refine((text) => isText(text) && !controlCharacter.test(text), "contains characters that are not text")
    .refine((text) => !isInvisible(text), "is blank")
    .refine((text) => countCharacters(text) <= charactersMax, `is longer than ${charactersMax} characters`);
}
