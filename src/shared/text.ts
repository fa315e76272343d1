/** What can be a text. Without zod, so that a client which only asks this before it sends does not carry it. */
import { limits } from "./limits";

/** Characters as a person counts them at the limit: Unicode code points. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

// With the u flag this finds lone halves only: a whole pair is one character above U+FFFF.
const halfCharacter = /[\uD800-\uDFFF]/u;

// Spaces of every kind, and characters that leave nothing on the screen (soft hyphen, fillers, joiners, directions, variation selectors, Braille's
// empty cell). Spelled out because React Native's engine does not know \p{…} everywhere.
const invisible =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself, none is meant as a part of another.
  /^[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0]*$/;

/** Whether nothing of this would be seen on a screen. */
export function isInvisible(text: string): boolean {
  return invisible.test(text);
}

/** Whether this can be stored and sent as UTF-8: PostgreSQL refuses NUL, and half a surrogate pair would come back as U+FFFD. */
export function isText(text: string): boolean {
  return !text.includes("\0") && !halfCharacter.test(text);
}

/** Why this text cannot be a message, or `null` when it can. Markup is text like any other: it is kept and shown as it was typed. */
export function messageRefusal(content: string): "MESSAGE_BLANK" | "MESSAGE_TOO_LONG" | "MESSAGE_NOT_TEXT" | null {
  if (isInvisible(content)) return "MESSAGE_BLANK";
  // Code units first: a megabyte is not walked character by character.
  if (content.length > limits.messageCharactersMax * 2) return "MESSAGE_TOO_LONG";
  if (!isText(content)) return "MESSAGE_NOT_TEXT";
  if (countCharacters(content) > limits.messageCharactersMax) return "MESSAGE_TOO_LONG";
  return null;
}
