/** Which desk a call is about, where somebody may work at several. */
import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";

/** The gym whose desk is meant, by its id; left out, the caller's own gym. */
export const deskGym = { gymId: Id.optional() };

/** A question about one desk. Clients from before there was anything to ask may send `null`. */
export const DeskInput = z
  .object(deskGym)
  .nullish()
  .transform((asked) => asked ?? undefined);
/** Which desk is meant, as whoever answers gets it. */
export interface AtDesk {
  gymId?: string | undefined;
}

/** The gyms whose desks are meant: those of the caller among them. Left out, or empty: all of the caller. */
export const GymIds = z.array(Id).max(limits.desksMax).optional();

/** A question about several desks. */
export const DesksInput = z.object({ gymIds: GymIds }).default({});
