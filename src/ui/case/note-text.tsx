import { notePieces } from "@/shared/mention-words";
import type { Person } from "@/shared/people";

/** The words of a note, with whom it mentions marked. */
export function NoteText({ content, people }: { content: string; people: readonly Pick<Person, "id" | "name">[] }) {
  return notePieces(content, people).map(({ text, mentioned }, at) =>
    mentioned ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text that never changes
      <strong key={at} data-mention={mentioned.id} className="font-semibold text-accent-text">
        {text}
      </strong>
    ) : (
      text
    ),
  );
}
