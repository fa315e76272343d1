import * as z from "zod";

/** A moment that a caller names (ISO, UTC). There is no year 0 in the database's calendar. */
export const Moment = z.iso.datetime().refine((time) => !time.startsWith("0000"), "is not a moment");
