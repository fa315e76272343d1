/** The gym of a run: the same people and conversations in both databases, written by SQL before anybody connects. */
import { randomUUID } from "node:crypto";
import type { Installation } from "./installation";

/** Who takes part in each conversation. */
export type Conversations = Map<string, string[]>;

const people = {
  product: `insert into users (id, name, role, gym_id)
            select id, 'Person ' || n, 'member', $2 from unnest($1::uuid[]) with ordinality as u (id, n)`,
  peer: `insert into users (id, name) select id, 'Person ' || n from unnest($1::uuid[]) with ordinality as u (id, n)`,
};

const conversations = {
  product: `insert into conversations (id, type, name, gym_id, version, name_version)
            select id, 'group', 'Class ' || n, $2, 1, 1 from unnest($1::uuid[]) with ordinality as c (id, n)`,
  peer: `insert into conversations (id, type, name) select id, 'group', 'Class ' || n from unnest($1::uuid[]) with ordinality as c (id, n)`,
};

const participants = {
  product: `insert into conversation_participants (conversation_id, user_id, role, version, membership_version)
            select c, u, 'member', 1, 1 from unnest($1::uuid[], $2::uuid[]) as p (c, u)`,
  peer: `insert into conversation_participants (conversation_id, user_id, role)
         select c, u, 'member' from unnest($1::uuid[], $2::uuid[]) as p (c, u)`,
};

export class World {
  private constructor(
    private readonly installation: Installation,
    private readonly gymId: string,
  ) {}

  static async found(installation: Installation): Promise<World> {
    const gymId = randomUUID();
    await installation.sql("product", "insert into gyms (id, slug, name) values ($1, 'bench', 'Bench')", [gymId]);
    return new World(installation, gymId);
  }

  /** Adds people who take part in nothing yet. */
  async addPeople(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await this.installation.sql("product", people.product, [ids, this.gymId]);
    await this.installation.sql("peer", people.peer, [ids]);
    return ids;
  }

  /** Adds conversations of those given, on both sides. */
  async addConversations(groups: readonly (readonly string[])[]): Promise<Conversations> {
    const made: Conversations = new Map(groups.map((userIds) => [randomUUID(), [...userIds]]));
    const ids = [...made.keys()];
    const pairs = [...made].flatMap(([id, userIds]) => userIds.map((userId) => [id, userId] as const));
    const columns = [pairs.map(([id]) => id), pairs.map(([, userId]) => userId)];
    await this.installation.sql("product", conversations.product, [ids, this.gymId]);
    await this.installation.sql("product", participants.product, columns);
    await this.installation.sql("peer", conversations.peer, [ids]);
    await this.installation.sql("peer", participants.peer, columns);
    for (const side of ["product", "peer"] as const) await this.installation.sql(side, "analyze");
    return made;
  }
}
