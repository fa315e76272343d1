import type { DeskDirectories, Label } from "../../shared/cases";
import { limits } from "../../shared/limits";
import type { Person } from "../../shared/people";
import { desksAmong, requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { readPeopleOfDesks } from "./desk-people";

interface DeskRow extends Record<string, unknown> {
  gym_id: string;
  requires_topic: boolean;
  labels: Label[];
  topics: string[];
}

const readDesks = {
  name: "support-read-directory",
  text: `
    select g.id as gym_id, g.requires_topic,
      coalesce((select json_agg(json_build_object('name', l.name, 'tone', l.tone) order by l.name) from labels l where l.gym_id = g.id), '[]') as labels,
      array(select t.name from topics t where t.gym_id = g.id order by t.place) as topics
    from gyms g where g.id = any($1::uuid[])`,
};

/**
 * What is needed of several desks wherever their cases stand together, in two statements however many they are: of those that are named, or of all at which the
 * caller works. A desk that is not theirs is passed over, like one that does not exist.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function readDirectory(
  { actor, db, rateLimits }: ChatContext,
  { gymIds: asked }: { gymIds?: string[] | undefined },
): Promise<DeskDirectories> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const gymIds = desksAmong(actor, asked);
  const [rows, staff] = await Promise.all([db.rows<DeskRow>(readDesks, [gymIds]), readPeopleOfDesks(db, gymIds, limits.deskPeopleMax)]);
  const people = new Map<string, Person>([...staff.values()].flat().map((person) => [person.id, person]));
  return {
    desks: actor.desks.flatMap((gym) => {
      const row = rows.find(({ gym_id }) => gym_id === gym.id);
      if (!row) return [];
      const { requires_topic, labels, topics } = row;
      return [{ gym, labels, topics, requiresTopic: requires_topic, staffIds: (staff.get(gym.id) ?? []).map(({ id }) => id) }];
    }),
    people: [...people.values()],
  };
}
