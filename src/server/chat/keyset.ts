import * as z from "zod";
import { AppError } from "../../shared/errors";
import { Moment } from "../../shared/moment";

const parts = {
  uuid: z.uuid(),
  time: Moment,
  /** A moment, or "infinity" for what has none. */
  timeOrInfinity: z.union([Moment, z.literal("infinity")]),
};

/** The place in a sorted list after which the next page begins, opaque to clients. */
export function encodeKeyset(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** @throws BAD_INPUT for a cursor that `encodeKeyset` did not make for this list */
export function decodeKeyset(cursor: string, kinds: readonly (keyof typeof parts)[]): string[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    values = null;
  }
  if (Array.isArray(values) && values.length === kinds.length) {
    const read = kinds.map((kind, at) => parts[kind].safeParse(values[at]));
    if (read.every((one) => one.success)) return read.map((one) => one.data);
  }
  throw new AppError("BAD_INPUT", { issues: [{ path: "cursor", message: "is not a cursor of this list" }] });
}
