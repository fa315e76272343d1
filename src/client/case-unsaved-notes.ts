import type { Note } from "../shared/cases";
import type { ClientBase } from "./client-base";
import { Source } from "./readable";

/** A note of the viewer's that the server has not answered for. */
export interface UnsavedNote extends Pick<Note, "id" | "content" | "mentions" | "createdAt"> {
  /** Its text went back to where it was written. Written again as it was, it is the same note: it may have been saved although nobody could say so. */
  isBack: boolean;
}

/**
 * The notes that are on their way, kept on the device until they are answered for. They are kept as unsent texts are, and not with the messages that wait: what
 * is meant for the desk alone then has no way to its member, whichever version of the program reads it, and no page sends by itself what was noted days ago.
 */
export class UnsavedNotes {
  readonly #base: ClientBase;
  readonly #sources = new Map<string, Source<readonly UnsavedNote[]>>();
  /** As they were read last, by key. */
  readonly #read = new Map<string, { text: string; note: UnsavedNote | null }>();

  constructor(base: ClientBase) {
    this.#base = base;
  }

  /** Those of a conversation, the oldest first. */
  of(conversationId: string): Source<readonly UnsavedNote[]> {
    let source = this.#sources.get(conversationId);
    if (!source) {
      source = new Source(this.#base.notifier, () => this.#compute(conversationId), {
        isSame: (a, b) => a.length === b.length && a.every((note, at) => note === b[at]),
      });
      this.#base.drafts.written.feed(source);
      this.#sources.set(conversationId, source);
    }
    return source;
  }

  put(conversationId: string, note: UnsavedNote): void {
    this.#write(conversationId, note.id, JSON.stringify(note));
  }

  /** These have been saved: what says so may come before the answer, or instead of one that was lost with its page. */
  arrived(conversationId: string, notes: readonly Note[]): void {
    const here = this.of(conversationId).getSnapshot();
    for (const { id, isBack } of here) if (!isBack && notes.some((note) => note.id === id)) this.drop(conversationId, id);
  }

  drop(conversationId: string, noteId: string): void {
    this.#read.delete(keyOf(conversationId, noteId));
    this.#write(conversationId, noteId, "");
  }

  /** At once: the page may be closed with the next breath. */
  #write(conversationId: string, noteId: string, text: string): void {
    this.#base.drafts.set(keyOf(conversationId, noteId), text);
    this.#base.drafts.flush();
  }

  #compute(conversationId: string): readonly UnsavedNote[] {
    const { drafts } = this.#base;
    const keys = drafts.written.getSnapshot().filter((key) => key.startsWith(keyOf(conversationId, "")));
    const notes = keys.flatMap((key) => this.#noteOf(key, drafts.of(key).current) ?? []);
    return notes.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  /** The same object as long as it says the same. */
  #noteOf(key: string, text: string): UnsavedNote | null {
    const known = this.#read.get(key);
    if (known?.text === text) return known.note;
    const note = parsed(text);
    this.#read.set(key, { text, note });
    return note;
  }
}

interface Noted {
  /** What the server has told. */
  saved: readonly Note[];
  unsaved: readonly UnsavedNote[];
  /** Those that this page is saving now. */
  writing: readonly UnsavedNote[];
}

/** All notes of a case, each once: saved ones, those that nobody saves now, and last those that are on their way. */
export function notesInOrder({ saved, unsaved, writing }: Noted, of: Pick<Note, "conversationId" | "authorId">) {
  const isIn = (notes: readonly { id: string }[]) => (note: UnsavedNote) => notes.some(({ id }) => id === note.id);
  // The event of one's own note may come long before the answer does.
  const pending = writing.filter((note) => !isIn(saved)(note));
  const waiting = unsaved.filter((note) => !note.isBack && !isIn(saved)(note) && !isIn(writing)(note));
  const asNote = ({ id, content, mentions, createdAt }: UnsavedNote): Note => ({
    ...{ id, ...of, content, mentions, createdAt },
    version: Number.MAX_SAFE_INTEGER,
  });
  return {
    notes: [...saved, ...waiting.map(asNote), ...pending.map(asNote)],
    pendingNoteIds: pending.map(({ id }) => id),
    unsavedNoteIds: waiting.map(({ id }) => id),
  };
}

function keyOf(conversationId: string, noteId: string): string {
  return `${conversationId}/note/${noteId}`;
}

/** Another version of the program, or somebody's hand, may have written anything. */
function parsed(text: string): UnsavedNote | null {
  try {
    const note = JSON.parse(text) as Partial<UnsavedNote>;
    const isNote = [note.id, note.content, note.createdAt].every((field) => typeof field === "string") && Array.isArray(note.mentions);
    return isNote ? (note as UnsavedNote) : null;
  } catch {
    return null;
  }
}
