/** The people and conversations of a run: one class of many, and small conversations around it. Written by SQL, before anybody connects. */
import { randomUUID } from "node:crypto";
import type { Cluster } from "./cluster";

export interface Gym {
  /** The trainers of all classes: they take people out and let them in again, each as often as the limits allow one person. */
  trainerIds: string[];
  memberIds: string[];
  /** Conversation to those who take part, the trainers first. The first is the large one. */
  conversations: Map<string, string[]>;
}

/** @param random numbers from 0 to 1 */
export async function makeGym(
  cluster: Cluster,
  random: () => number,
  { members, conversations, trainers = 1 }: { members: number; conversations: number; trainers?: number },
): Promise<Gym> {
  const gymId = randomUUID();
  const trainerIds = Array.from({ length: trainers }, () => randomUUID());
  const memberIds = Array.from({ length: members }, () => randomUUID());
  await cluster.sql("insert into gyms (id, slug, name) values ($1, 'chaos', 'Chaos')", [gymId]);
  await cluster.sql(
    `insert into users (id, name, role, gym_id) select id, 'Person ' || n, case when n <= $3 then 'trainer' else 'member' end, $2
     from unnest($1::uuid[]) with ordinality as u (id, n)`,
    [[...trainerIds, ...memberIds], gymId, trainers],
  );
  const made = new Map<string, string[]>();
  for (let at = 0; at < conversations; at++) {
    const id = randomUUID();
    const size = at === 0 ? members : 2 + Math.floor(random() * 8);
    const chosen = at === 0 ? memberIds : [...memberIds].sort(() => random() - 0.5).slice(0, size);
    const userIds = [...trainerIds, ...chosen];
    await cluster.sql(
      `with made as (insert into conversations (id, type, name, gym_id, version, name_version) values ($1, 'group', 'Class ' || $3, $2, 1, 1) returning id)
       insert into conversation_participants (conversation_id, user_id, role, version, membership_version)
       select made.id, u.id, u.role, 1, 1 from made, users u where u.id = any($4::uuid[])`,
      [id, gymId, String(at), userIds],
    );
    made.set(id, userIds);
  }
  return { trainerIds, memberIds, conversations: made };
}
