import type { GetCaseInput } from "../../shared/case-inputs";
import type { CaseEntry, CaseFile, Note } from "../../shared/cases";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { MemberField } from "../../shared/member-fields";
import { worksAtDesk } from "../../shared/permissions";
import type { ChatContext } from "../chat/context";
import {
  type CaseRow,
  caseColumns,
  caseOf,
  type EntryRow,
  entryColumns,
  entryOf,
  type NoteRow,
  noteColumns,
  noteOf,
} from "../delivery/rows";

interface FileRow extends Record<string, unknown> {
  gym_id: string;
  fields: MemberField[] | null;
  cases: CaseRow[];
  notes: NoteRow[];
  entries: EntryRow[];
}

// One statement is one snapshot: the case, its notes and its timeline belong together.
// What is said of a member is for the desk of the gym that said it, while they are there.
const readFile = {
  name: "support-read-case-file",
  text: `
    select c.gym_id,
      (select f.fields from member_fields f join users u on u.id = f.user_id and u.gym_id = f.gym_id
       where f.user_id = c.member_id and f.gym_id = c.gym_id) as fields,
      (select coalesce(json_agg(row_to_json(s) order by s.number desc), '[]') from (
         select ${caseColumns} from cases where conversation_id = c.id order by number desc limit $4) s) as cases,
      (select coalesce(json_agg(row_to_json(n) order by n.version desc), '[]') from (
         select ${noteColumns} from notes where conversation_id = c.id and version < $2 order by version desc limit $3) n) as notes,
      (select coalesce(json_agg(row_to_json(e) order by e.version desc, e.place desc), '[]') from (
         select ${entryColumns} from case_events where conversation_id = c.id and version < $2
         order by version desc, place desc limit $3) e) as entries
    from conversations c where c.id = $1 and c.type = 'support'`,
};

const newest = 2_147_483_647;

/**
 * A case with what the desk wrote and did about it, the newest page or the one before a version.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT to everybody who does not work at its desk
 */
export async function getCase(ctx: ChatContext, { conversationId, before, limit }: GetCaseInput): Promise<CaseFile> {
  const { actor, db } = ctx;
  await ctx.rateLimits.take("reads", actor.id);
  const [row] = await db.rows<FileRow>(readFile, [conversationId, before ?? newest, limit + 1, limits.earlierCasesMax + 1]);
  if (!row || !worksAtDesk(actor, row.gym_id)) throw new AppError("NOT_A_PARTICIPANT");
  const [current, ...earlier] = row.cases.map(caseOf);
  if (!current) throw new Error(`support conversation ${conversationId} has no case`);
  return { case: current, earlier, fields: row.fields ?? [], ...cut(row.notes.map(noteOf), row.entries.map(entryOf), limit) };
}

/** The newest `limit` of both, newest first as they come; what one version did stays together. */
function cut(notes: readonly Note[], entries: readonly CaseEntry[], limit: number): Pick<CaseFile, "notes" | "timeline" | "before"> {
  const versions = [...notes, ...entries].map(({ version }) => version).sort((a, b) => b - a);
  const next = versions[limit];
  const isIn = ({ version }: { version: number }) => next === undefined || version > next;
  return {
    notes: notes.filter(isIn).reverse(),
    timeline: entries.filter(isIn).reverse(),
    before: next === undefined ? null : next + 1,
  };
}
