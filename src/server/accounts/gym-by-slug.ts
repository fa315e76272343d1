import type { Sql } from "../platform/db";

const insertGym = {
  name: "accounts.insert-gym",
  text: "insert into gyms (slug, name) values ($1, $2) on conflict (slug) do nothing",
};
const findGym = { name: "accounts.find-gym", text: "select id from gyms where slug = $1" };

/** The id of the gym with this slug; an unknown one is created, named after its slug until somebody names it. */
export async function gymBySlug(sql: Sql, slug: string): Promise<string> {
  const [known] = await sql.rows<{ id: string }>(findGym, [slug]);
  if (known) return known.id;
  await sql.rows(insertGym, [slug, nameFrom(slug)]);
  const [created] = await sql.rows<{ id: string }>(findGym, [slug]);
  if (!created) throw new Error(`gym ${slug} is neither there nor could it be made`);
  return created.id;
}

function nameFrom(slug: string): string {
  return slug.replace(/-+/g, " ").replace(/(^| )\p{L}/gu, (letter) => letter.toUpperCase());
}
