import type { OpenSpan } from "../../shared/business-hours";
import type { AtDesk } from "../../shared/desk-gym";
import type {
  AutomaticAnswers,
  AutoResolveSettings,
  DeskLanguage,
  DeskSetup,
  SetAssignmentInput,
  SetGymInput,
} from "../../shared/desk-setup";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { readRules } from "./assignment-rules";
import { readHolidays } from "./desk-hours";
import { enterSetup } from "./enter-setup";
import { readLabels } from "./labels";
import { readTopics } from "./topics";

const readGym = {
  name: "support-read-setup",
  text: `
    select id, slug, name, time_zone, language, desk_hours, greeting, reply_time_text, closed_text, auto_assign, capacity, auto_away_minutes, auto_resolve_hours,
      auto_resolve_warning_hours, auto_resolve_warning, requires_topic
    from gyms where id = $1`,
};

// The desk speaks as the gym: under its new name from now on.
const writeGym = {
  name: "support-write-gym",
  text: `
    with gym as (update gyms set name = $2, time_zone = $3, language = $4 where id = $1 returning voice_id)
    update users set name = $2 from gym where users.id = gym.voice_id`,
};

const writeAnswers = {
  name: "support-write-answers",
  text: "update gyms set greeting = $2, reply_time_text = $3, closed_text = $4 where id = $1",
};

const writeAssignment = {
  name: "support-write-assignment",
  text: "update gyms set auto_assign = $2, capacity = $3, auto_away_minutes = coalesce($4, auto_away_minutes) where id = $1",
};

const writeAutoResolve = {
  name: "support-write-auto-resolve",
  text: "update gyms set auto_resolve_hours = $2, auto_resolve_warning_hours = $3, auto_resolve_warning = $4 where id = $1",
};

/** What a gym has said about its desk, as it stands in its row. */
export interface GymRow extends Record<string, unknown> {
  id: string;
  slug: string;
  name: string;
  time_zone: string;
  language: DeskLanguage;
  desk_hours: OpenSpan[][] | null;
  greeting: string | null;
  reply_time_text: string | null;
  closed_text: string | null;
  auto_assign: boolean;
  capacity: number;
  auto_away_minutes: number;
  auto_resolve_hours: number | null;
  auto_resolve_warning_hours: number;
  auto_resolve_warning: string | null;
  requires_topic: boolean;
}

/** @throws Error when there is no such gym */
export async function readGymRow(sql: Sql, gymId: string): Promise<GymRow> {
  const [row] = await sql.rows<GymRow>(readGym, [gymId]);
  if (!row) throw new Error(`gym ${gymId} is not there`);
  return row;
}

/**
 * Everything that an admin can say about a desk.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function readDeskSetup(ctx: ChatContext, asked?: AtDesk): Promise<DeskSetup> {
  const gymId = await enterSetup(ctx, asked, "reads");
  const { db, clock } = ctx;
  const [gym, holidays, topics, labels, rules] = await Promise.all([
    readGymRow(db, gymId),
    readHolidays(db, gymId, clock.now()),
    readTopics(db, gymId),
    readLabels(db, gymId),
    readRules(db, gymId),
  ]);
  return {
    gym: { id: gym.id, slug: gym.slug, name: gym.name, timeZone: gym.time_zone, language: gym.language },
    week: gym.desk_hours,
    holidays,
    answers: { greeting: gym.greeting, replyTime: gym.reply_time_text, closed: gym.closed_text },
    assignment: { isOn: gym.auto_assign, capacity: gym.capacity, autoAwayMinutes: gym.auto_away_minutes },
    autoResolve: {
      afterHours: gym.auto_resolve_hours,
      warningHours: gym.auto_resolve_warning_hours,
      warning: gym.auto_resolve_warning,
    },
    requiresTopic: gym.requires_topic,
    topics,
    labels,
    rules,
  };
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setGym(ctx: ChatContext, { name, timeZone, language, ...asked }: SetGymInput): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeGym, [gymId, name, timeZone, language]);
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setAnswers(ctx: ChatContext, { greeting, replyTime, closed, ...asked }: AutomaticAnswers & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeAnswers, [gymId, greeting, replyTime, closed]);
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setAssignment(ctx: ChatContext, { isOn, capacity, autoAwayMinutes, ...asked }: SetAssignmentInput): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeAssignment, [gymId, isOn, capacity, autoAwayMinutes ?? null]);
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setAutoResolve(
  ctx: ChatContext,
  { afterHours, warningHours, warning, ...asked }: AutoResolveSettings & AtDesk,
): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeAutoResolve, [gymId, afterHours, warningHours, warning]);
}
