/** Two gyms of a chain, and who works at which. */
import type pg from "pg";
import { Gym, type GymPerson } from "./gym";

interface Chain {
  city: Gym;
  lake: Gym;
  /** At home in City, and at Lake's desk too. */
  anna: GymPerson;
  clara: GymPerson;
  /** Of one gym each. */
  greta: GymPerson;
  freya: GymPerson;
  /** The conversation of Bo, a member of Lake. */
  bo: string;
  boMember: GymPerson;
}

/** Two gyms of a chain with labels and replies of their own; Ada waits at City, Bo and Cem at Lake. */
export async function openChain(pool: pg.Pool): Promise<Chain> {
  const [city, lake] = [await Gym.open(pool, "Fit City"), await Gym.open(pool, "Fit Lake")];
  const [anna, clara] = [await city.person("Anna Desk", "staff"), await city.person("Clara Chain", "admin")];
  const [greta, freya] = [await city.person("Greta Desk", "staff"), await lake.person("Freya Desk", "staff")];
  for (const guest of [anna, clara]) await lake.alsoAtDesk(guest);
  for (const [gym, label, hour] of [
    [city, "Street", "six"],
    [lake, "Boat", "ten"],
  ] as const) {
    await pool.query("insert into labels (gym_id, name) values ($1, $2)", [gym.id, label]);
    await pool.query(
      "insert into canned_replies (id, gym_id, owner_id, shortcut, content) values (gen_random_uuid(), $1, null, 'hours', $2)",
      [gym.id, `{{gym.name}} opens at ${hour}.`],
    );
  }
  const waits = async (gym: Gym, name: string, minutesAgo: number) => {
    const member = await gym.person(`${name} Member`);
    const id = await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: `${name} asks.`, minutesAgo }] });
    await pool.query(
      `insert into case_events (conversation_id, version, place, number, kind, actor_id, at, data)
       values ($1, 1, 0, 1, 'opened', $2, now() - $3 * interval '1 minute', '{"topic": null}')`,
      [id, member.id, minutesAgo],
    );
    return { id, member };
  };
  await waits(city, "Ada", 30);
  const { id: bo, member: boMember } = await waits(lake, "Bo", 20);
  await waits(lake, "Cem", 10);
  return { city, lake, anna, clara, greta, freya, bo, boMember };
}
