import * as z from "zod";
import { AppError } from "../../shared/errors";
import type { Person } from "../../shared/people";
import type { Figure, ReportRow, ReportRowPage, ReportRowsInput } from "../../shared/reports";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { caseFacts, factCodes, messageFacts } from "./facts";
import { readPeople } from "./people";
import { askedValues } from "./read-report";
import { clockValues, deskGymOf, readSpan, type Span } from "./span";

// $7 figure, $8 limit, $9 whether the longest come first, $10 to $14 the place after which it goes on: seconds, moment, conversation, version, place.
// What has no time of its own is not among the measured: `isTimed`.
const rowsOf = (facts: string, isTimed: boolean) => `${facts},
    rows as (select f.*, case when $9::boolean then coalesce(f.seconds, -1) else 0 end as rank from facts f
      where f.figure = $7 ${isTimed ? "and f.seconds is not null" : ""})
    select r.gym_id, r.conversation_id, r.number, r.version, r.place, r.at, r.since, r.seconds, r.staff_id, r.labels, r.rank,
      (select s.topic from cases s where s.conversation_id = r.conversation_id and s.number = r.number) as topic,
      (select c.member_id from conversations c where c.id = r.conversation_id) as member_id
    from rows r
    where $10::float8 is null or r.rank < $10
      or (r.rank = $10 and (r.at < $11::timestamptz or (r.at = $11 and (r.conversation_id, r.version, r.place) > ($12::uuid, $13::int, $14::int))))
    order by r.rank desc, r.at desc, r.conversation_id, r.version, r.place
    limit $8`;

const readCaseRows = { name: "reports-read-case-rows", text: rowsOf(caseFacts(15), false) };
const readTimedRows = { name: "reports-read-timed-rows", text: rowsOf(caseFacts(15), true) };
const readMessageRows = { name: "reports-read-message-rows", text: rowsOf(messageFacts, false) };

interface FactRow extends Record<string, unknown> {
  gym_id: string;
  conversation_id: string;
  number: number;
  version: number;
  place: number;
  at: string;
  since: string | null;
  seconds: number | null;
  staff_id: string | null;
  labels: string[];
  rank: number;
  topic: string | null;
  member_id: string;
}

const Place = z.tuple([z.number(), z.iso.datetime(), z.uuid(), z.number().int(), z.number().int()]);

/**
 * What stands behind one number of a report: exactly what was counted, a page at a time.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins · BAD_INPUT (a cursor that is not of this list)
 */
export async function readReportRows({ actor, db, rateLimits }: ChatContext, input: ReportRowsInput): Promise<ReportRowPage> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const span = await readSpan(db, actor, input);
  return readPage(db, span, { ...input, cursor: input.cursor ?? null });
}

/** A page of what stands behind a number, for somebody who may read the span. */
export async function readPage(
  db: Sql,
  span: Span,
  { figure, order, cursor, limit, ...asked }: Omit<ReportRowsInput, "from" | "to" | "cursor"> & { cursor: string | null },
): Promise<ReportRowPage> {
  const after = cursor === null ? [null, null, null, null, null] : placeOf(cursor);
  const values = [...askedValues(span, asked), factOf(figure), limit + 1, order === "longest", ...after];
  const rows = isOfMessages(figure)
    ? await db.rows<FactRow>(readMessageRows, values)
    : await db.rows<FactRow>(isTimed(figure) ? readTimedRows : readCaseRows, [...values, ...clockValues(span)]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const people = await readPeople(db, [...page.map(({ staff_id }) => staff_id), ...page.map(({ member_id }) => member_id)]);
  return { items: page.flatMap((row) => rowOf(row, span, people)), nextCursor: last ? cursorOf(last) : null };
}

const isOfMessages = (figure: Figure) => figure === "messagesIn" || figure === "messagesOut";
const isTimed = (figure: Figure) => figure === "firstReply" || figure === "nextReply" || figure === "resolution";
/** How the facts call it: what was resolved carries how long it took. */
const factOf = (figure: Figure) => factCodes[figure === "resolution" ? "resolved" : figure];

function rowOf(row: FactRow, { gyms }: Span, people: ReadonlyMap<string, Person>): ReportRow[] {
  const member = people.get(row.member_id);
  const gym = gyms.find(({ id }) => id === row.gym_id);
  if (!member || !gym) return [];
  const { conversation_id: conversationId, number, version, topic, labels, at, since } = row;
  return [
    {
      gym: deskGymOf(gym),
      conversationId,
      number,
      version,
      member,
      topic,
      labels,
      at,
      staff: row.staff_id === null ? null : (people.get(row.staff_id) ?? null),
      since,
      seconds: row.seconds === null ? null : Math.round(row.seconds * 1_000) / 1_000,
      elapsedSeconds: since === null ? null : (Date.parse(at) - Date.parse(since)) / 1_000,
    },
  ];
}

function cursorOf({ rank, at, conversation_id, version, place }: FactRow): string {
  return Buffer.from(JSON.stringify([rank, at, conversation_id, version, place])).toString("base64url");
}

function placeOf(cursor: string): z.infer<typeof Place> {
  try {
    return Place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new AppError("BAD_INPUT", { issues: [{ path: "cursor", message: "is not a cursor of this list" }] });
  }
}
