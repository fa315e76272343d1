/** Who of the desk takes cases at the moment. */
import * as z from "zod";
import { deskGym } from "./desk-gym";
import { Id } from "./ids";
import { limits } from "./limits";

/** `on`: gets cases; `away`: does not. */
export const ShiftState = z.enum(["on", "away"]);
export type ShiftState = z.infer<typeof ShiftState>;

/** Somebody's shift, at every desk at which they work. Who has never said anything is away. */
export interface Shift {
  userId: string;
  state: ShiftState;
  /** While away: whether what waits for them is given to others, now and whenever a member writes. */
  handsOver: boolean;
  /** Away because nothing was seen of them for as long as their desk says, not because somebody said so. */
  isAutomatic: boolean;
  /** ISO; `null` for who has never said anything. */
  since: string | null;
}

/** A change of somebody's shift. */
export interface ShiftEntry extends Shift {
  id: string;
  since: string;
  /** Who said so. */
  actorId: string | null;
}

/** The caller comes on or goes away; an admin says it for others of the desk, too. */
export const SetShiftInput = z.object({
  userId: Id.optional(),
  state: ShiftState,
  /** With `away`. */
  handsOver: z.boolean().default(false),
});
export type SetShiftInput = z.infer<typeof SetShiftInput>;

/** Who came and went, newest first. */
export const ShiftLogInput = z
  .object({
    ...deskGym,
    userId: Id.optional(),
    cursor: z.string().min(1).max(200).nullish(),
    limit: z.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
  })
  .default({ limit: limits.pageDefault });
export type ShiftLogInput = z.infer<typeof ShiftLogInput>;

/** A page of `admin.shiftLog`. */
export interface ShiftLogPage {
  items: ShiftEntry[];
  nextCursor: string | null;
}
