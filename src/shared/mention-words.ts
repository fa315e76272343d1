/** People whom a note names by `@` and their name. */
import type { Person } from "./people";

/** A piece of a note: words, or somebody who is named. */
export type NotePiece = { text: string; mentioned: null } | { text: string; mentioned: Pick<Person, "id" | "name"> };

/** The note in pieces that put together are the note; of two names that fit the longer one is meant. */
export function notePieces<P extends Pick<Person, "id" | "name">>(content: string, people: readonly P[]): NotePiece[] {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const pieces: NotePiece[] = [];
  let from = 0;
  for (let at = content.indexOf("@"); at >= 0; at = content.indexOf("@", at + 1)) {
    // Part of an e-mail address.
    if (/[\p{L}\p{N}]/u.test(content[at - 1] ?? "")) continue;
    const mentioned = byLength.find(({ name }) => namesAt(content, at + 1, name));
    if (!mentioned) continue;
    if (at > from) pieces.push({ text: content.slice(from, at), mentioned: null });
    from = at + 1 + mentioned.name.length;
    pieces.push({ text: content.slice(at, from), mentioned });
    at = from - 1;
  }
  if (from < content.length) pieces.push({ text: content.slice(from), mentioned: null });
  return pieces;
}

/** The ids of those whom a note names, each once. */
export function mentionsIn(content: string, people: readonly Pick<Person, "id" | "name">[]): string[] {
  return [...new Set(notePieces(content, people).flatMap(({ mentioned }) => mentioned?.id ?? []))];
}

function namesAt(content: string, at: number, name: string): boolean {
  const end = at + name.length;
  return content.slice(at, end).toLowerCase() === name.toLowerCase() && !/[\p{L}\p{N}]/u.test(content[end] ?? "");
}
