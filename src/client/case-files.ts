import { applyCase, applyCaseFile, applyDeskEvent, type CaseState } from "../shared/apply-desk-event";
import type { CaseFile, Note } from "../shared/cases";
import { type AppErrorShape, errorShape, readAppError } from "../shared/errors";
import type { CaseChange, DeskEvent } from "../shared/events";
import type { Me } from "../shared/people";
import type { Case } from "../shared/support";
import type { CaseFileView } from "./case-desk.types";
import { notesInOrder, type UnsavedNote, type UnsavedNotes } from "./case-unsaved-notes";
import type { LoadStatus } from "./chat-client.types";
import type { ClientBase } from "./client-base";
import { isStillTheirs, whenOtherDesks } from "./other-desks";
import { Source } from "./readable";

/** Files that nobody reads are followed for so long, so that whoever goes through the queue and back finds them current. */
const followMs = 60_000;
const filesMax = 50;
/** How soon a file that the server could not give is asked for again. */
const retryAfterMs = 3_000;

interface File {
  source: Source<CaseFileView>;
  /** Ends what the case, and its notes that are not saved yet, tell it. */
  part: () => void;
  status: LoadStatus;
  error: AppErrorShape | null;
  state: CaseState | undefined;
  earlier: readonly Case[];
  fields: CaseFile["fields"];
  before: number | null;
  /** What the viewer did and the server has not confirmed, the oldest first. */
  expected: { patch: Partial<Case> }[];
  writing: readonly UnsavedNote[];
  /** What came while there was nothing to join it with. */
  early: CaseChange[];
  isStale: boolean;
  loading: Promise<void> | null;
  loadingBefore: Promise<void> | null;
}

/**
 * The files of cases that are open, or were a moment ago. A page and the events that come meanwhile are joined (shared/apply-desk-event.ts), so that their
 * order does not matter; what the viewer does stands over that until the server has answered.
 */
export class CaseFiles {
  readonly #base: ClientBase;
  readonly #unsaved: UnsavedNotes;
  readonly #files = new Map<string, File>();
  #endFollowing: (() => void) | null = null;
  #cancelEnd: () => void = () => undefined;
  #isListening = false;

  constructor(base: ClientBase, unsaved: UnsavedNotes) {
    this.#base = base;
    this.#unsaved = unsaved;
    whenOtherDesks(base, (me) => this.#forgetGone(me));
  }

  source(id: string): Source<CaseFileView> {
    return this.#file(id).source;
  }

  /** The case without what is only expected. */
  confirmed(id: string): Case | null {
    return this.#files.get(id)?.state?.case ?? this.#base.desk.caseOf(id).getSnapshot();
  }

  /** Shows a change ahead of its answer. The returned function takes that back, with the case as it is then, if that is known. */
  expect(id: string, patch: Partial<Case>): (now: Case | null) => void {
    const file = this.#file(id);
    const expected = { patch };
    file.expected.push(expected);
    file.source.invalidate();
    return (now) => {
      file.expected = file.expected.filter((one) => one !== expected);
      if (now) {
        if (file.state) file.state = applyCase(file.state, now);
        this.#base.desk.takeCase(now);
      }
      file.source.invalidate();
    };
  }

  /** Shows a note ahead of its answer; the returned function puts the written one in its place, or nothing. */
  expectNote(conversationId: string, note: UnsavedNote): (written: Note | null) => void {
    const file = this.#file(conversationId);
    file.writing = [...file.writing, note];
    file.source.invalidate();
    return (written) => {
      file.writing = file.writing.filter((one) => one !== note);
      if (written) this.#apply(conversationId, { type: "note", conversationId, note: written });
      file.source.invalidate();
    };
  }

  /** Reads the newest page again: what no event tells has changed. */
  reload(id: string): Promise<void> {
    this.#file(id).isStale = true;
    return this.#load(id);
  }

  loadBefore(id: string): Promise<void> {
    const file = this.#file(id);
    const { before } = file;
    if (!file.state || before === null) return Promise.resolve();
    file.loadingBefore ??= this.#read(id, before)
      .then((page) => {
        if (file.before !== before || !file.state) return;
        file.state = applyCaseFile(file.state, page);
        file.before = page.before;
      })
      .finally(() => {
        file.loadingBefore = null;
        file.source.invalidate();
      });
    file.source.invalidate();
    return file.loadingBefore;
  }

  #file(id: string): File {
    let file = this.#files.get(id);
    if (!file) {
      this.#forgetOld();
      const source = new Source(this.#base.notifier, () => this.#view(id), {
        onWatched: () => this.#watched(id),
        onUnwatched: () => this.#unwatched(),
      });
      file = {
        source,
        part: this.#partsOf(id, source),
        status: "loading",
        error: null,
        state: undefined,
        earlier: [],
        fields: [],
        before: null,
        expected: [],
        writing: [],
        early: [],
        isStale: false,
        loading: null,
        loadingBefore: null,
      };
      this.#files.set(id, file);
    }
    return file;
  }

  #partsOf(id: string, source: Source<CaseFileView>): () => void {
    const change = () => source.invalidate();
    const ends = [this.#base.desk.caseOf(id).feed(source), this.#unsaved.of(id).subscribe(change), this.#base.me.subscribe(change)];
    return () => {
      for (const end of ends) end();
    };
  }

  #forgetOld(): void {
    for (const [id, { source, part, expected, writing }] of this.#files) {
      if (this.#files.size < filesMax) return;
      if (source.isWatched || expected.length + writing.length > 0) continue;
      part();
      this.#files.delete(id);
    }
  }

  /** What is written at a desk belongs to those who work there. The files of the others stay as they are, until they are read again. */
  #forgetGone(me: Me): void {
    for (const [id, file] of this.#files) {
      file.isStale = true;
      if (isStillTheirs(this.#base, me, id)) continue;
      const gone = { status: "error", error: errorShape("NOT_A_PARTICIPANT"), state: undefined, before: null, earlier: [], fields: [] };
      Object.assign(file, { ...gone, expected: [], writing: [], early: [] });
      file.source.invalidate();
      file.source.getSnapshot();
      if (file.source.isWatched) continue;
      file.part();
      this.#files.delete(id);
    }
  }

  #watched(id: string): void {
    this.#cancelEnd();
    this.#endFollowing ??= this.#base.desk.follow({
      onListening: () => {
        this.#isListening = true;
        this.#loadWatched();
      },
      onEvents: (events) => this.#take(events),
    });
    const file = this.#file(id);
    if (this.#isListening && (!file.state || file.isStale)) this.#load(id).catch(() => undefined);
  }

  #unwatched(): void {
    this.#cancelEnd();
    this.#cancelEnd = this.#base.clock.after(followMs, () => {
      if ([...this.#files.values()].some(({ source }) => source.isWatched)) return;
      this.#endFollowing?.();
      this.#endFollowing = null;
      this.#isListening = false;
      // From here on nobody tells what happens to them.
      for (const file of this.#files.values()) file.isStale = true;
    });
  }

  #loadWatched(): void {
    for (const [id, file] of this.#files) {
      if (file.source.isWatched && (!file.state || file.isStale)) this.#load(id).catch(() => undefined);
    }
  }

  #take(events: readonly DeskEvent[]): void {
    let isResync = false;
    for (const event of events) {
      if (event.type === "case" || event.type === "note" || event.type === "timeline") this.#apply(event.conversationId, event);
      else if (event.type === "resync") isResync = true;
    }
    if (!isResync) return;
    for (const file of this.#files.values()) {
      Object.assign(file, { state: undefined, status: "loading", before: null, earlier: [], early: [] });
      file.source.invalidate();
    }
    this.#loadWatched();
  }

  #apply(id: string, event: CaseChange): void {
    const file = this.#files.get(id);
    if (!file) return;
    if (!file.state) {
      if (file.loading !== null) file.early.push(event);
      return;
    }
    if (event.type === "note") this.#unsaved.arrived(id, [event.note]);
    const { number } = file.state.case;
    file.state = applyDeskEvent(file.state, event);
    file.source.invalidate();
    const isAnother = event.type === "case" && event.case.number > number;
    const isMerged = event.type === "timeline" && event.entry.kind === "merged";
    // The earlier cases are no longer what they were.
    if ((isAnother || isMerged) && file.source.isWatched) this.reload(id).catch(() => undefined);
    else if (isAnother || isMerged) file.isStale = true;
  }

  #load(id: string): Promise<void> {
    const file = this.#file(id);
    file.loading ??= this.#read(id)
      .then(
        (page) => this.#join(file, page),
        (error: unknown) => {
          if (!file.state) this.#fail(file, readAppError(error) ?? errorShape("UNAVAILABLE"));
          throw error;
        },
      )
      .finally(() => {
        file.loading = null;
        file.source.invalidate();
      });
    return file.loading;
  }

  /** What only the moment refused is tried again while somebody waits for it; a lost connection's return does so anyway. */
  #fail(file: File, error: AppErrorShape): void {
    Object.assign(file, { status: "error", error });
    if (error.retry) this.#base.clock.after(error.retryAfterMs ?? retryAfterMs, () => this.#isListening && this.#loadWatched());
  }

  #join(file: File, page: CaseFile): void {
    this.#unsaved.arrived(page.case.conversationId, page.notes);
    const newest = Math.max(file.state?.notes.at(-1)?.version ?? 0, file.state?.timeline.at(-1)?.version ?? 0);
    const hasGap = file.state !== undefined && page.before !== null && page.before > newest + 1;
    const isFirst = file.state === undefined || hasGap;
    file.state = applyCaseFile(hasGap ? undefined : file.state, page);
    if (isFirst) file.before = page.before;
    for (const event of file.early.splice(0)) file.state = applyDeskEvent(file.state, event);
    Object.assign(file, { earlier: page.earlier, fields: page.fields, status: "ready", error: null, isStale: false });
  }

  #read(id: string, before?: number): Promise<CaseFile> {
    return this.#base.connection.patiently((api) =>
      api.support.get.query({ conversationId: id, ...(before !== undefined && { before }), limit: 100 }),
    );
  }

  #view(id: string): CaseFileView {
    const { status, error, state, earlier, fields, before, expected, writing, loadingBefore } = this.#file(id);
    const confirmed = this.confirmed(id);
    const of = { conversationId: id, authorId: this.#base.me.getSnapshot()?.id ?? "" };
    const noted = { saved: state?.notes ?? [], unsaved: this.#unsaved.of(id).getSnapshot(), writing };
    return {
      status,
      error,
      case: confirmed && Object.assign({}, confirmed, ...expected.map(({ patch }) => patch)),
      ...notesInOrder(noted, of),
      timeline: state?.timeline ?? [],
      earlier,
      fields,
      completeFrom: before ?? 0,
      isLoadingBefore: loadingBefore !== null,
    };
  }
}
