/** What changed in a conversation since some moment: read once and put into words once, however many come back to it together. */
import type { DeskEvent } from "../../shared/events";
import { limits } from "../../shared/limits";
import type { Database } from "../platform/db";
import { together } from "../platform/together";
import { deskEventsOf } from "./changes-as-events";
import { type ConversationChanges, readChanges } from "./read-changes";
import { conversationOf, messageOf } from "./rows";

/** The events are serialized. */
export interface Gap {
  changes: ConversationChanges;
  conversation: string;
  /** Missing when they are too many. */
  messages: string[] | undefined;
  /** What is for its desk alone. */
  ofDesk: string[];
}

interface Question {
  conversationId: string;
  since: string;
}

/** Each may bring as many messages as a whole resume may: so many are in memory at a time, times `readsAtATime`. */
const conversationsPerRead = 20;
const readsAtATime = 2;

export class Gaps {
  /** Questions that have not been asked yet: who has the same one waits for the same answer. */
  readonly #forming = new Map<string, Promise<Gap | undefined>>();
  readonly #ask: (question: Question) => Promise<Gap | undefined>;

  constructor(private readonly db: Database) {
    this.#ask = together((questions) => this.#read(questions), { most: conversationsPerRead, atATime: readsAtATime });
  }

  /**
   * The state of a conversation with what changed since, read after the call; `undefined` when it is gone.
   * @param since a moment of the database's clock (ISO, whole seconds, so that many ask for the same)
   */
  read(conversationId: string, since: string): Promise<Gap | undefined> {
    const key = keyOf({ conversationId, since });
    const asked = this.#forming.get(key) ?? this.#ask({ conversationId, since });
    this.#forming.set(key, asked);
    return asked;
  }

  async #read(questions: readonly Question[]): Promise<(Gap | undefined)[]> {
    for (const question of questions) this.#forming.delete(keyOf(question));
    const answers = new Map<string, Gap>();
    for (const since of new Set(questions.map((question) => question.since))) {
      const versions = new Map(questions.filter((question) => question.since === since).map(({ conversationId }) => [conversationId, 0]));
      const read = await readChanges(this.db, {
        versions,
        changedAt: since,
        messagesMax: limits.resumeEventsMax,
        bytesMax: limits.socketQueueBytesMax,
      });
      for (const changes of read) answers.set(keyOf({ conversationId: changes.id, since }), gapOf(changes));
    }
    return questions.map((question) => answers.get(keyOf(question)));
  }
}

function gapOf(changes: ConversationChanges): Gap {
  const conversation = conversationOf(changes, changes.participants, changes.last_message);
  return {
    changes,
    conversation: inWords({ type: "conversation", conversation }),
    messages: changes.messages?.map((row) => inWords({ type: "message", message: messageOf(row) })),
    ofDesk: deskEventsOf(changes).map(inWords),
  };
}

const inWords = (event: DeskEvent) => JSON.stringify(event);
const keyOf = ({ conversationId, since }: Question) => `${conversationId} ${since}`;
