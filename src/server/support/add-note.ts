import type { AddNoteInput } from "../../shared/case-inputs";
import type { Note } from "../../shared/cases";
import { AppError } from "../../shared/errors";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import type { Change, LockedConversation } from "../delivery/change";
import { type NoteRow, noteColumns, noteOf } from "../delivery/rows";
import { deskOnly, type TellEvent, told } from "../delivery/told";
import { writeCase } from "./case-rows";
import { enterCase } from "./change-case";
import { requireAtDesk } from "./desk-people";

const findNote = {
  name: "support-find-note",
  text: `select ${noteColumns} from notes where conversation_id = $1 and id = $2`,
};

// Whoever mentions themselves has seen it.
const insertNote = {
  name: "support-insert-note",
  text: `
    with note as (
      insert into notes (conversation_id, id, author_id, content, created_at, version, changed_at) values ($1, $2, $3, $4, $5, $6, $5)
      returning conversation_id, id)
    insert into note_mentions (conversation_id, note_id, user_id, created_at, seen_at)
    select note.conversation_id, note.id, m.user_id, $5, case when m.user_id = $3 then $5::timestamptz end from note cross join unnest($7::uuid[]) as m (user_id)`,
};

/**
 * Writes a note about a member, for the desk alone, once: the same id sent again answers the first note. Whom it mentions find its case among theirs.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · NOTE_ID_TAKEN (this id with another author, text or mentions) · NOT_AT_DESK (a mention)
 */
export async function addNote(ctx: ChatContext, input: AddNoteInput): Promise<Note> {
  const { actor } = ctx;
  await ctx.rateLimits.take("messages", actor.id);
  const mentions = [...new Set(input.mentions)].sort();
  return ctx.delivery.change(async (change) => {
    const { conversation, current } = await enterCase(change, ctx, input.conversationId);
    const first = await readNote(change, input);
    if (first) {
      const isSame = first.authorId === actor.id && first.content === input.content && first.mentions.join() === mentions.join();
      if (!isSame) throw new AppError("NOTE_ID_TAKEN");
      return first;
    }
    await requireAtDesk(change.sql, [conversation.key.gymId], mentions);
    return write(change, { authorId: actor.id, conversation, current, input: { ...input, mentions } });
  });
}

interface Writing {
  authorId: string;
  conversation: LockedConversation;
  current: Case;
  input: AddNoteInput;
}

async function write(change: Change, { authorId, conversation, current, input }: Writing): Promise<Note> {
  const { conversationId, id, content, mentions } = input;
  const step = await change.step(conversation);
  await change.sql.rows(insertNote, [conversationId, id, authorId, content, step.at, step.version, mentions]);
  const note = await readNote(change, input);
  if (!note) throw new Error("a note vanished while it was written");
  const events: TellEvent[] = [{ event: { type: "note", conversationId, note }, to: deskOnly }];
  const mentionedIds = [...new Set([...current.mentionedIds, ...mentions])].sort();
  if (mentionedIds.length > current.mentionedIds.length) {
    const written = await writeCase(change.sql, { before: current, patch: { mentionedIds }, facts: [] }, { step, actorId: authorId });
    events.push(...written.events);
  }
  change.tell(told(conversation.key, step.version, { events }));
  return note;
}

async function readNote({ sql }: Change, { conversationId, id }: Pick<AddNoteInput, "conversationId" | "id">): Promise<Note | undefined> {
  const [row] = await sql.rows<NoteRow & Record<string, unknown>>(findNote, [conversationId, id]);
  return row && noteOf(row);
}
