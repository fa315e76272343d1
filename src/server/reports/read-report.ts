import type { Figures, Report, ReportInput, ReportPart, Spread } from "../../shared/reports";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { caseFacts, factNames, messageFacts } from "./facts";
import { readPeople } from "./people";
import { clockValues, deskGymOf, readSpan, type Span } from "./span";

// A line for everything, for each part, for each person, for each gym where there are several, and for each label; `grouping` tells them apart, see Of.
const sets = {
  one: "null::uuid as gym_id, null as label, 2 * grouping(part, staff_id) + 1 as of",
  several: "gym_id, null as label, grouping(part, staff_id, gym_id) as of",
};

// $7 when each part begins.
const numbersOf = (facts: string, gyms: keyof typeof sets, { times, labelled }: { times: string; labelled: string }) => `${facts},
    numbers as materialized (select f.figure, width_bucket(f.at, $7::timestamptz[]) as part, f.staff_id, f.gym_id, f.labels, f.seconds from facts f)
    select figure, part, staff_id, ${sets[gyms]}, count(*) as count, ${times}
    from numbers group by grouping sets ((figure), (figure, part), (figure, staff_id)${gyms === "several" ? ", (figure, gym_id)" : ""})
    union all
    ${labelled}`;

const eachLabel = "cross join lateral unnest(case when labels = '{}' then array[null] else labels end) l (label)";

const measured = "count(seconds) as timed, percentile_cont(array[0.5, 0.9]) within group (order by seconds) as at, avg(seconds) as mean";
const countCaseFacts = (gyms: keyof typeof sets) => ({
  name: `reports-count-cases-of-${gyms}`,
  text: numbersOf(caseFacts(8), gyms, {
    times: measured,
    labelled: `select figure, null, null, null, label, 8, count(*), ${measured} from numbers ${eachLabel} group by figure, label`,
  }),
});

// What has no time needs no sorting by it.
const unmeasured = "0 as timed, null::float8[] as at, null::float8 as mean";
const countMessageFacts = (gyms: keyof typeof sets) => ({
  name: `reports-count-messages-of-${gyms}`,
  text: numbersOf(messageFacts, gyms, {
    times: unmeasured,
    labelled: `select figure, null, null, null, label, 8, sum(count)::bigint, ${unmeasured}
    from (select figure, labels, count(*) as count from numbers group by figure, labels) sets ${eachLabel} group by figure, label`,
  }),
});

const counting = {
  one: [countCaseFacts("one"), countMessageFacts("one")],
  several: [countCaseFacts("several"), countMessageFacts("several")],
} as const;

/** What a line is of. */
enum Of {
  part = 3,
  person = 5,
  gym = 6,
  everything = 7,
  label = 8,
}

interface NumberRow extends Record<string, unknown> {
  /** See factNames. */
  figure: number;
  part: number | null;
  staff_id: string | null;
  gym_id: string | null;
  label: string | null;
  of: Of;
  count: number;
  timed: number;
  at: (number | null)[] | null;
  mean: number | null;
}

/**
 * The numbers of the caller's desks in a span of days, counted anew from what happened.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function readReport({ actor, db, rateLimits }: ChatContext, input: ReportInput): Promise<Report> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const span = await readSpan(db, actor, input);
  const { total, parts, byGym, byStaff, byLabel } = await countSpan(db, span, input);
  const people = await readPeople(db, [...byStaff.keys()]);
  return {
    gym: deskGymOf(span.gym),
    hasHours: span.gyms.every(({ hours }) => hours !== null),
    at: span.at,
    step: span.step,
    total,
    parts,
    gyms: span.gyms.map((gym) => ({ gym: deskGymOf(gym), hasHours: gym.hours !== null, ...(byGym.get(gym.id) ?? figuresOf([])) })),
    staff: [...byStaff]
      .map(([id, figures]) => ({ person: id === null ? null : (people.get(id) ?? null), ...figures }))
      .sort((a, b) => byName(a.person?.name, b.person?.name)),
    labels: [...byLabel].map(([label, figures]) => ({ label, ...figures })).sort((a, b) => byName(a.label, b.label)),
  };
}

/** Nobody, and no label, come last. */
function byName(a: string | null | undefined, b: string | null | undefined): number {
  return Number(!a) - Number(!b) || (a ?? "").localeCompare(b ?? "");
}

interface Counted {
  total: Figures;
  parts: ReportPart[];
  byGym: Map<string | null, Figures>;
  byStaff: Map<string | null, Figures>;
  byLabel: Map<string | null, Figures>;
}

/** Counts what happened in a span, for somebody who may read it. */
export async function countSpan(db: Sql, span: Span, asked: Pick<ReportInput, "staffId" | "label">): Promise<Counted> {
  const rows = await countAll(db, span, asked);
  const total = figuresOf(rows.filter(({ of }) => of === Of.everything));
  const [gym, ...others] = span.gyms;
  const byPart = figuresBy(rows, Of.part, ({ part }) => part);
  return {
    total,
    parts: span.parts.map((part, at) => ({ ...part, ...(byPart.get(at + 1) ?? figuresOf([])) })),
    byGym: gym && others.length === 0 ? new Map([[gym.id, total]]) : figuresBy(rows, Of.gym, ({ gym_id }) => gym_id),
    byStaff: figuresBy(rows, Of.person, ({ staff_id }) => staff_id),
    byLabel: figuresBy(rows, Of.label, ({ label }) => label),
  };
}

/** The values of what every statement over facts begins with, $1 to $6. */
export function askedValues({ gyms, begins, ends }: Span, { staffId, label }: Pick<ReportInput, "staffId" | "label">): unknown[] {
  return [gyms.map(({ id }) => id), begins[0], ends, staffId !== undefined, staffId ?? null, label ?? null];
}

async function countAll(db: Sql, span: Span, input: Pick<ReportInput, "staffId" | "label">): Promise<NumberRow[]> {
  const asked = [...askedValues(span, input), span.begins];
  const [cases, messages] = counting[span.gyms.length === 1 ? "one" : "several"];
  const rows = await Promise.all([db.rows<NumberRow>(cases, [...asked, ...clockValues(span)]), db.rows<NumberRow>(messages, asked)]);
  return rows.flat();
}

/** The figures of each of the parts, gyms, people or labels that the lines are of. */
function figuresBy<Key>(rows: readonly NumberRow[], of: Of, keyOf: (row: NumberRow) => Key): Map<Key, Figures> {
  const groups = new Map<Key, NumberRow[]>();
  for (const row of rows) {
    if (row.of !== of) continue;
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return new Map([...groups].map(([key, group]) => [key, figuresOf(group)]));
}

const nothing: Spread = { count: 0, median: null, p90: null, mean: null };

function figuresOf(rows: readonly NumberRow[]): Figures {
  const figures: Figures = {
    volumes: { opened: 0, reopened: 0, resolved: 0, unanswered: 0, messagesIn: 0, messagesOut: 0 },
    times: { firstReply: nothing, nextReply: nothing, resolution: nothing },
  };
  for (const row of rows) {
    const figure = factNames.get(row.figure);
    if (figure === "firstReply" || figure === "nextReply") figures.times[figure] = spreadOf(row);
    else if (figure) figures.volumes[figure] = row.count;
    if (figure === "resolved") figures.times.resolution = spreadOf(row);
  }
  return figures;
}

function spreadOf({ timed, at, mean }: NumberRow): Spread {
  const [median = null, p90 = null] = at ?? [];
  return { count: timed, median: toMs(median), p90: toMs(p90), mean: toMs(mean) };
}

/** Sums of floats, at the precision of what was summed. */
const toMs = (seconds: number | null) => (seconds === null ? null : Math.round(seconds * 1_000) / 1_000);
