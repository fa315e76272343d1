/**
 * What a client may know of a cursor: the life of the database that it belongs to, and when it was given by the database's clock (epoch milliseconds,
 * base 36). For all else it is passed back as it came.
 */

/** The life of the database: after a restore it is another. */
export function lifeOf(cursor: string | undefined): string | undefined {
  return cursor?.split(".", 1)[0];
}

/** Epoch milliseconds of the server, some seconds old at most; null when the cursor does not tell. */
export function serverTimeOf(cursor: string): number | null {
  const at = Number.parseInt(cursor.split(".")[1] ?? "", 36);
  return Number.isFinite(at) ? at : null;
}
