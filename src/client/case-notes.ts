import { uuidv7 } from "uuidv7";
import type { Note } from "../shared/cases";
import { AppError, readAppError } from "../shared/errors";
import { messageRefusal } from "../shared/text";
import type { CaseFiles } from "./case-files";
import type { UnsavedNote, UnsavedNotes } from "./case-unsaved-notes";
import type { ClientBase } from "./client-base";
import { insistently } from "./connection";

/** What the desk notes about a member: shown at once, kept on the device until the server has answered, and written once by its id. */
export class CaseNotes {
  readonly #base: ClientBase;
  readonly #files: CaseFiles;
  readonly #unsaved: UnsavedNotes;

  constructor(base: ClientBase, { files, unsaved }: { files: CaseFiles; unsaved: UnsavedNotes }) {
    this.#base = base;
    this.#files = files;
    this.#unsaved = unsaved;
  }

  /** Given up, its text is its author's again. @throws AppError when the text cannot be a note */
  async add(conversationId: string, content: string, mentions: readonly string[]): Promise<Note> {
    const refusal = messageRefusal(content);
    if (refusal) throw new AppError(refusal);
    const { id } = this.#unsureOf(conversationId, content, mentions) ?? { id: uuidv7() };
    const createdAt = new Date(this.#base.clock.now()).toISOString();
    const note: UnsavedNote = { id, content, mentions: [...mentions], createdAt, isBack: false };
    const written = await this.#save(conversationId, note, { isBack: true });
    // What was given up before and has been written differently since.
    for (const one of this.#unsaved.of(conversationId).getSnapshot()) if (one.isBack) this.#unsaved.drop(conversationId, one.id);
    return written;
  }

  /** Given up again, it stays where it stood. @throws AppError when it is not there any more */
  async retry(conversationId: string, noteId: string): Promise<Note> {
    const note = this.#unsaved
      .of(conversationId)
      .getSnapshot()
      .find(({ id }) => id === noteId);
    if (!note) throw new AppError("UNAVAILABLE");
    return this.#save(conversationId, note, { isBack: false });
  }

  /** One that may have been written although nobody could say so: written again, it is the same note. */
  #unsureOf(conversationId: string, content: string, mentions: readonly string[]): UnsavedNote | undefined {
    const unsaved = this.#unsaved.of(conversationId).getSnapshot();
    return unsaved.find((one) => one.isBack && one.content === content && one.mentions.join() === mentions.join());
  }

  async #save(conversationId: string, note: UnsavedNote, givenUp: Pick<UnsavedNote, "isBack">): Promise<Note> {
    const { id, content, mentions } = note;
    const settle = this.#files.expectNote(conversationId, note);
    this.#unsaved.put(conversationId, note);
    try {
      const written = await this.#base.connection.patiently(
        (api) => api.support.addNote.mutate({ conversationId, id, content, mentions: [...mentions] }),
        insistently,
      );
      settle(written);
      this.#unsaved.drop(conversationId, id);
      return written;
    } catch (error) {
      settle(null);
      // What was refused for good was not written: with its text back in the field, nothing of it is left to keep.
      if (givenUp.isBack && readAppError(error)?.retry === false) this.#unsaved.drop(conversationId, id);
      else this.#unsaved.put(conversationId, { ...note, ...givenUp });
      throw error;
    }
  }
}
