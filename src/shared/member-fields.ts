/** What the main API says about a member, for their desk to see: whatever a gym wants beside the conversation, as it comes. */
import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";
import { ChatTokenRequest, type Person } from "./people";
import { line } from "./text-inputs";

/** A field as it is shown; `value` of a date is "2026-12-24". */
export type MemberField = { label: string } & ({ type: "text" | "date"; value: string } | { type: "number"; value: number });

const Value = z.union([line(limits.memberFieldCharactersMax), z.number(), z.object({ date: z.iso.date() })]);

/** By label, in the order in which they are shown. */
const Fields = z
  .record(line(limits.labelCharactersMax), Value)
  .refine((fields) => Object.keys(fields).length <= limits.memberFieldsMax, `has more than ${limits.memberFieldsMax} fields`);

/** The body of `POST /api/members`: who they are, as for a chat token, and what is to be shown of them. */
export const MembersRequest = ChatTokenRequest.safeExtend({
  /** All of them, in place of those before; left out they stay. */
  fields: Fields.optional(),
});
export type MembersRequest = z.infer<typeof MembersRequest>;

/** The fields of a request as they are kept and shown. */
export function memberFields(fields: z.infer<typeof Fields>): MemberField[] {
  return Object.entries(fields).map(([label, value]) => {
    if (typeof value === "number") return { label, type: "number", value };
    return typeof value === "string" ? { label, type: "text", value } : { label, type: "date", value: value.date };
  });
}

/** Asks for somebody of the caller's gym. */
export const GetPersonInput = z.object({ userId: Id });

/** `users.get`: somebody as the desk of their gym sees them. */
export interface PersonFile extends Person {
  gym: { id: string; name: string };
  /** Since when they are known here (ISO). */
  since: string;
  isDisabled: boolean;
  fields: MemberField[];
}
