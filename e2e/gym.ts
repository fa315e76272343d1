/** A gym of a test's own, written straight into the tables, and what the tables say of it. */
import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import type pg from "pg";
import type { Role } from "../src/shared/people";

export interface GymPerson {
  id: string;
  name: string;
  role: Role;
  email: string;
}

/** Everybody's password. */
export const password = "correct horse battery staple";

interface Written {
  by: GymPerson;
  text: string;
  /** How long ago; messages stand in the order of the list. */
  minutesAgo?: number;
  /** Which message it answers, by its place from 1. */
  answers?: number;
}

interface ConversationOptions {
  type: "direct" | "group" | "support";
  name?: string;
  people: readonly GymPerson[];
  messages?: readonly Written[];
  /** How many of the last messages somebody has not read; the others have read all. */
  unread?: ReadonlyMap<GymPerson, number>;
}

let passwordHash: Promise<string> | undefined;

export class Gym {
  readonly id = randomUUID();
  readonly name: string;
  readonly #slug = `e2e-${this.id.slice(0, 8)}`;
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool, name: string) {
    this.#pool = pool;
    this.name = name;
  }

  /** Opens a gym with nobody in it. */
  static async open(pool: pg.Pool, name = "Test Gym"): Promise<Gym> {
    const gym = new Gym(pool, name);
    await pool.query("insert into gyms (id, slug, name) values ($1, $2, $3)", [gym.id, gym.#slug, name]);
    return gym;
  }

  /** Somebody new, who can sign in. */
  async person(name: string, role: Role = "member"): Promise<GymPerson> {
    // Hashed at the least cost: the product verifies by what the hash itself says.
    passwordHash ??= hash(password, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
    const id = randomUUID();
    const email = `${name.toLowerCase().replace(/[^a-z]+/g, ".")}.${id.slice(0, 8)}@example.com`;
    await this.#pool.query("insert into users (id, email, password_hash, name, role, gym_id) values ($1, $2, $3, $4, $5, $6)", [
      id,
      email,
      await passwordHash,
      name,
      role,
      this.id,
    ]);
    return { id, name, role, email };
  }

  /** Lets somebody of another gym work at this one's desk too. */
  async alsoAtDesk({ id }: GymPerson): Promise<void> {
    await this.#pool.query("insert into desk_memberships (user_id, gym_id) values ($1, $2)", [id, this.id]);
  }

  /** A conversation as it would stand had these messages been sent; answers its id. */
  async conversation({ type, name, people, messages = [], unread = new Map() }: ConversationOptions): Promise<string> {
    const id = randomUUID();
    const count = messages.length;
    const ages = messages.map(({ minutesAgo = 1 }) => minutesAgo);
    const directKey = type === "direct" ? [...people.map((one) => one.id)].sort().join(":") : null;
    const memberId = type === "support" ? people[0]?.id : null;
    await this.#pool.query(
      `insert into conversations (id, type, name, gym_id, member_id, direct_key, last_seq, version, name_version, created_at, last_message_at)
       values ($1, $2, $3, $4, $5, $6, $7::int, $7::int + 1, 1, now() - $8 * interval '1 minute', now() - $9 * interval '1 minute')`,
      [id, type, name ?? null, this.id, memberId, directKey, count, (ages[0] ?? 1) + 1, ages.at(-1) ?? 1],
    );
    for (const one of people) {
      const readSeq = Math.max(0, count - (unread.get(one) ?? 0));
      await this.#pool.query(
        `insert into conversation_participants
           (conversation_id, user_id, role, joined_at, last_read_at, last_read_seq, last_delivered_seq, version, membership_version)
         values ($1, $2, $3, now() - $4 * interval '1 minute', now(), $5, $5, 1, 1)`,
        [id, one.id, one.role, (ages[0] ?? 1) + 1, readSeq],
      );
    }
    await this.#pool.query(
      `insert into messages (conversation_id, id, seq, sender_id, content, created_at, version)
       select $1, uuidv7(), seq, sender, content, now() - age * interval '1 minute', seq + 1
       from unnest($2::uuid[], $3::text[], $4::float[]) with ordinality as m (sender, content, age, seq)`,
      [id, messages.map(({ by }) => by.id), messages.map(({ text }) => text), ages],
    );
    for (const [at, { answers }] of messages.entries()) {
      if (answers !== undefined)
        await this.#pool.query(
          `update messages set reply_to_id = (select id from messages where conversation_id = $1 and seq = $2)
           where conversation_id = $1 and seq = $3`,
          [id, answers, at + 1],
        );
    }
    if (type === "support") {
      await this.#pool.query("insert into cases (conversation_id, number, waiting_since, version) values ($1, 1, now(), 1)", [id]);
    }
    return id;
  }

  /** The texts that the database has of a conversation, in its order. */
  async stored(conversationId: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ content: string }>(
      "select content from messages where conversation_id = $1 and kind = 'text' order by seq",
      [conversationId],
    );
    return rows.map(({ content }) => content);
  }

  /** How many messages of this gym have exactly this text. */
  async countStored(text: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: string }>(
      "select count(*) from messages join conversations c on c.id = conversation_id where c.gym_id = $1 and content = $2",
      [this.id, text],
    );
    return Number(rows[0]?.count);
  }

  /** How far somebody has received and read a conversation, and its last message. */
  async watermarks(conversationId: string, { id }: GymPerson): Promise<{ delivered: number; read: number; last: number }> {
    const { rows } = await this.#pool.query<{ delivered: number; read: number; last: number }>(
      `select p.last_delivered_seq as delivered, p.last_read_seq as read, c.last_seq as last
       from conversation_participants p join conversations c on c.id = p.conversation_id where c.id = $1 and p.user_id = $2`,
      [conversationId, id],
    );
    const [marks] = rows;
    if (!marks) throw new Error("nobody takes part");
    return marks;
  }
}
