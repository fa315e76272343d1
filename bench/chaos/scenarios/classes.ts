/** Classes and those who take part in them, written by SQL before anybody connects. */
import { randomUUID } from "node:crypto";
import type { Cluster } from "../cluster";

export interface Class {
  id: string;
  memberIds: string[];
}

interface Classes {
  /** Takes part in all of them. */
  trainerId: string;
  classes: Class[];
}

/** Makes a class of each size, everybody in one of them, and a trainer in all. */
export async function makeClasses(cluster: Cluster, sizes: readonly number[]): Promise<Classes> {
  const gymId = randomUUID();
  const trainerId = randomUUID();
  const classes = sizes.map((size) => ({ id: randomUUID(), memberIds: Array.from({ length: size }, () => randomUUID()) }));
  const memberIds = classes.flatMap((one) => one.memberIds);
  await cluster.sql("insert into gyms (id, slug, name) values ($1, 'classes', 'Classes')", [gymId]);
  await cluster.sql(
    `insert into users (id, name, role, gym_id) select id, 'Person ' || n, case when n = 1 then 'trainer' else 'member' end, $2
     from unnest($1::uuid[]) with ordinality as u (id, n)`,
    [[trainerId, ...memberIds], gymId],
  );
  await cluster.sql(
    `insert into conversations (id, type, name, gym_id, version, name_version)
     select id, 'group', 'Class ' || n, $2, 1, 1 from unnest($1::uuid[]) with ordinality as c (id, n)`,
    [classes.map(({ id }) => id), gymId],
  );
  await cluster.sql(
    `insert into conversation_participants (conversation_id, user_id, role, version, membership_version)
     select c.id, u.id, u.role, 1, 1 from unnest($1::uuid[], $2::uuid[]) as c (id, user_id) join users u on u.id = c.user_id`,
    [
      [...classes.map(({ id }) => id), ...classes.flatMap((one) => one.memberIds.map(() => one.id))],
      [...classes.map(() => trainerId), ...memberIds],
    ],
  );
  return { trainerId, classes };
}
