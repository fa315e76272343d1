/** How an admin sets a desk up: `admin.*`. Each call may name the gym; without, it is their own. */
import * as z from "zod";
import type { OpenSpan } from "./business-hours";
import { unknownNames } from "./canned-replies";
import type { Label } from "./cases";
import { deskGym } from "./desk-gym";
import { Id } from "./ids";
import { limits } from "./limits";
import { type DeskGym, type Person, Role } from "./people";
import type { Shift } from "./shifts";
import { countCharacters, isText } from "./text";
import { line } from "./text-inputs";

/** The language in which the desk answers by itself. */
export const DeskLanguage = z.enum(["en", "de"]);
export type DeskLanguage = z.infer<typeof DeskLanguage>;

/** A day that is unlike its weekday. */
export interface Holiday {
  /** "2026-12-24" */
  day: string;
  name: string;
  /** When the desk is open all the same; empty when it is closed. */
  spans: OpenSpan[];
}

/** What the desk says by itself; each is left out when it is `null`, or when it names something that is not known at the moment. */
export interface AutomaticAnswers {
  /** Once in each case, after the member's first words. */
  greeting: string | null;
  /** Follows the greeting while the desk is open, as in "We usually answer within {{replyTime}}." */
  replyTime: string | null;
  /** While the desk is closed, instead of both, as in "We are back on {{opensAt}}." */
  closed: string | null;
}

/** Whether cases are given to people by themselves. */
export interface AssignmentSettings {
  isOn: boolean;
  /** Open cases that one person has at most, unless something else is said of them. */
  capacity: number;
  /** Whose desk shows no sign of life for so many minutes goes away, and what waits for them goes to others; 0: nobody does. */
  autoAwayMinutes: number;
}

/** When a case in which nobody waits is resolved by itself. */
export interface AutoResolveSettings {
  /** Hours of silence before the warning; `null`: never. */
  afterHours: number | null;
  /** Hours between the warning and the end. */
  warningHours: number;
  /** What the member reads before; a case is never resolved unwarned. */
  warning: string | null;
}

/** Who gets cases of a kind: the first rule that fits and has somebody free decides; otherwise everybody on shift is asked. */
export interface AssignmentRule {
  id: string;
  name: string;
  /** Ascending. */
  place: number;
  isOn: boolean;
  /** One of them is the case's; empty: any. */
  topics: string[];
  /** The case has one of them; empty: any. */
  labels: string[];
  /** People of the desk. */
  staffIds: string[];
}

/** `admin.setup`: everything that an admin can say about the desk. */
export interface DeskSetup {
  gym: { id: string; slug: string; name: string; timeZone: string; language: DeskLanguage };
  /** Monday first; `null` when the gym has said no hours: then the desk counts as open at any time. */
  week: OpenSpan[][] | null;
  /** By day; those that are over for a month are left out. */
  holidays: Holiday[];
  answers: AutomaticAnswers;
  assignment: AssignmentSettings;
  autoResolve: AutoResolveSettings;
  requiresTopic: boolean;
  /** In the order in which they are offered. */
  topics: string[];
  labels: Label[];
  /** By place. */
  rules: AssignmentRule[];
}

/** `admin.staff`: somebody who works in the gym, or comes from another one to work at its desk. */
export interface StaffMember extends Person {
  isDisabled: boolean;
  /** Their own; `null`: the desk's. */
  capacity: number | null;
  /** `null` for those who do not work at the desk. */
  shift: Shift | null;
  /** Open cases of this desk that are theirs … */
  open: number;
  /** … and those of them in which the member waits. */
  waiting: number;
  /** Their own, where their role and capacity are decided. */
  gym: DeskGym;
}

const Span = z
  .object({ from: z.number().int().min(0).max(1439), to: z.number().int().min(1).max(1440) })
  .refine(({ from, to }) => from < to, "ends before it begins");

/** In order, none inside another. */
const Spans = z
  .array(Span)
  .max(limits.daySpansMax)
  .refine((spans) => spans.every(({ from }, at) => at === 0 || from >= (spans[at - 1]?.to ?? 0)), "overlap, or are not in order");

/** A region's, or UTC. The database takes names such as "CET" for a fixed offset and "+02:00" for the other direction: the days of reports would be others. */
const TimeZone = z
  .string()
  .max(64)
  .refine((name) => {
    if (!name.includes("/") && name !== "UTC") return false;
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      return true;
    } catch {
      return false;
    }
  }, "is no time zone");

/** A calendar day. */
const Day = z.iso.date();

/** A text of the desk; it may name `{{member.firstName}}`, `{{gym.name}}` and what `more` adds. */
const answer = (...more: string[]) =>
  z
    .string()
    .trim()
    .min(1)
    .refine(isText, "contains characters that are not text")
    .refine((text) => countCharacters(text) <= limits.automaticAnswerCharactersMax, "is too long")
    .refine(
      (text) => unknownNames(text, ["member.firstName", "member.name", "gym.name", ...more]).length === 0,
      "names what it cannot name",
    )
    .nullable();

/** What a gym is called, where its clocks stand, and the language in which it speaks by itself. */
export const SetGymInput = z.object({
  ...deskGym,
  name: line(limits.conversationNameCharactersMax),
  timeZone: TimeZone,
  language: DeskLanguage,
});
export type SetGymInput = z.infer<typeof SetGymInput>;

/** Seven days, Monday first. */
export const SetHoursInput = z.object({ ...deskGym, week: z.array(Spans).length(7).nullable() });
export type SetHoursInput = z.infer<typeof SetHoursInput>;

/** The same day again replaces it. */
export const SaveHolidayInput = z.object({ ...deskGym, day: Day, name: line(limits.topicCharactersMax), spans: Spans.default([]) });
export type SaveHolidayInput = z.infer<typeof SaveHolidayInput>;
export const RemoveHolidayInput = z.object({ ...deskGym, day: Day });

export const SetAnswersInput = z.object({ ...deskGym, greeting: answer(), replyTime: answer("replyTime"), closed: answer("opensAt") });

/** What is left out stays. */
export const SetAssignmentInput = z.object({
  ...deskGym,
  isOn: z.boolean(),
  capacity: z.number().int().min(1).max(limits.capacityMax),
  autoAwayMinutes: z
    .union([
      z.literal(0),
      z
        .number()
        .int()
        .min(limits.autoAwayMinutesMin)
        .max(24 * 60),
    ])
    .optional(),
});
export type SetAssignmentInput = z.infer<typeof SetAssignmentInput>;

export const SetAutoResolveInput = z
  .object({
    ...deskGym,
    afterHours: z
      .number()
      .int()
      .min(1)
      .max(366 * 24)
      .nullable(),
    warningHours: z
      .number()
      .int()
      .min(1)
      .max(60 * 24),
    warning: answer(),
  })
  .refine(({ afterHours, warning }) => afterHours === null || warning !== null, { path: ["warning"], message: "is needed" });

/** All topics that the desk offers, in order. */
export const SetTopicsInput = z.object({ ...deskGym, topics: z.array(line(limits.topicCharactersMax)).max(limits.gymTopicsMax) });

/** Makes a rule, or changes one. */
export const SaveRuleInput = z.object({
  ...deskGym,
  /** Made by the client; the same id again changes the rule. */
  id: Id,
  name: line(limits.conversationNameCharactersMax),
  place: z.number().int().min(0).max(10_000),
  isOn: z.boolean().default(true),
  topics: z.array(line(limits.topicCharactersMax)).max(limits.gymTopicsMax).default([]),
  labels: z.array(line(limits.labelCharactersMax)).max(limits.caseLabelsMax).default([]),
  staffIds: z.array(Id).min(1).max(100),
});
export type SaveRuleInput = z.infer<typeof SaveRuleInput>;
export const RemoveRuleInput = z.object({ ...deskGym, id: Id });

/** What is left out stays. */
export const SetStaffInput = z.object({
  userId: Id,
  /** Another role ends every sign-in of theirs; whoever no longer works at the desk hands their open cases over. */
  role: Role.exclude(["member"]).optional(),
  /** `null`: the desk's. */
  capacity: z.number().int().min(0).max(limits.capacityMax).nullish(),
});
export type SetStaffInput = z.infer<typeof SetStaffInput>;
