import type { Sql } from "../platform/db";

const replaceEpoch = {
  name: "delivery-new-epoch",
  text: "update installation set epoch = gen_random_uuid() where id = 1 returning epoch",
};

/**
 * Begins another life of the database. To be run after a restore, before or while the processes run: their listeners are sent away within a
 * second, and every client loads a fresh snapshot instead of resuming into a past that is not its own.
 * @returns the new epoch
 */
export async function newEpoch(sql: Sql): Promise<string> {
  const [row] = await sql.rows<{ epoch: string }>(replaceEpoch);
  if (!row) throw new Error("the installation row is missing");
  return row.epoch;
}
