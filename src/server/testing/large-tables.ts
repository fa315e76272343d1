/** Fills a database with years of chat, quickly: by SQL alone, past the triggers, as a superuser. What the triggers would refuse is not made. */
import type pg from "pg";

export interface Sizes {
  /** People of the large gym; each of `otherGyms` has a hundred. */
  people: number;
  otherGyms: number;
  /** Direct conversations and groups of ten, half and half. */
  conversations: number;
  /** In these conversations; the first has a tenth of them. */
  messages: number;
  /** Support conversations, with three cases each, of which all but those of the newest fifty are resolved. */
  support: number;
  /** In how many conversations the busy person takes part. */
  busyConversations: number;
}

export interface LargeWorld {
  gymId: string;
  /** Takes part in many conversations. */
  busy: string;
  /** Takes part in twenty. */
  quiet: string;
  /** Works at the desk. */
  staff: string;
  /** A member with a support conversation. */
  member: string;
  /** Fifty other members. */
  members: string[];
  /** The group with the long history; everybody named here but the member takes part in it. */
  longGroup: string;
  /** An open support conversation. */
  openSupport: string;
}

const firstNames =
  "Anna,Ben,Clara,David,Elif,Finn,Greta,Hannes,Ines,Jonas,Kira,Lukas,Mia,Noah,Özlem,Paul,Quinn,Rosa,Sarah,Tim,Uma,Vera,Wim,Xenia,Yusuf,Zoë";
const lastNames =
  "Albrecht,Bauer,Çelik,Dietrich,Engel,Fischer,Groß,Hoffmann,Iversen,Jung,Koch,Lehmann,Müller,Neumann,Otto,Peters,Quast,Richter,Schmidt,Tahiri,Ulrich,Vogel,Wagner,Xu,Yılmaz,Zimmermann";

/** Always the same for the same number, and a UUID to whoever looks closely. */
const id = (kind: string, number: string) =>
  `overlay(overlay(md5('${kind}' || (${number})) placing '4' from 13) placing 'a' from 17)::uuid`;

/** Ids that rise with the message's place, as those of the clients do. */
const messageId = (conversation: string, seq: string) =>
  `(lpad(to_hex(${seq}), 12, '0') || '7' || overlay(substr(md5(${conversation}::text || ${seq}), 1, 19) placing 'a' from 4))::uuid`;

/** Makes the tables large on a fresh, migrated database, and has them vacuumed and analyzed. About 25 s for two million messages. */
export async function fillLargeTables(client: pg.ClientBase, sizes: Sizes): Promise<LargeWorld> {
  await client.query("set session_replication_role = replica; set statement_timeout = 0; set maintenance_work_mem = '256MB'");
  await fillPeople(client, sizes);
  await fillConversations(client, sizes);
  await fillSupport(client, sizes);
  await client.query("reset session_replication_role");
  await client.query("vacuum analyze");
  const { rows } = await client.query<LargeWorld>(`
    select ${id("gym", "0")} as "gymId", ${id("user", "1")} as busy, ${id("user", "2")} as quiet, ${id("user", "3")} as staff,
      ${id("user", "9")} as member, ${id("conversation", "2")} as "longGroup", ${id("support", "1")} as "openSupport",
      (select array_agg(${id("user", "n")}) from generate_series(110, 159) n) as members`);
  const [world] = rows;
  if (!world) throw new Error("a select without a table answered no row");
  return world;
}

async function fillPeople(client: pg.ClientBase, { people, otherGyms }: Sizes): Promise<void> {
  await client.query(`insert into gyms (id, slug, name) select ${id("gym", "n")}, 'gym-' || n, 'Gym ' || n from generate_series(0, $1) n`, [
    otherGyms,
  ]);
  await client.query("insert into desk_versions (gym_id) select id from gyms");
  // The first is busy, the second quiet, the third at the desk; then all sorts.
  await client.query(
    `insert into users (id, email, external_id, is_demo, name, role, gym_id, sessions_changed_at, last_seen_at)
     select ${id("user", "n")}, 'person-' || n || '@gym.example', 'main-' || n, n between 10 and 14, (string_to_array('${firstNames}', ','))[1 + n * 7 % 26] || ' ' || (string_to_array('${lastNames}', ','))[1 + n / 26 % 26] || ' ' || n,
       case when n = 3 or n % 100 = 5 then 'staff' when n < 3 or n % 50 = 7 then 'trainer' else 'member' end,
       case when n <= $1 then ${id("gym", "0")} else ${id("gym", "1 + n % greatest($2, 1)")} end, now() - interval '1 day', now()
     from generate_series(1, $1 + 100 * $2) n`,
    [people, otherGyms],
  );
  await client.query("insert into identities (issuer, subject, user_id) select 'https://id.example', id, id from users");
  await client.query(
    `insert into revoked_sessions (id, user_id, revoked_at, expires_at)
     select gen_random_uuid(), id, now() - interval '1 day', now() + interval '29 days' from users`,
  );
}

async function fillConversations(client: pg.ClientBase, { people, conversations, messages, busyConversations }: Sizes): Promise<void> {
  // Conversation 2 is the long group; the others share the rest. Newest first: conversation n was silent for n minutes.
  await client.query(
    `create temporary table plan as
     select n, ${id("conversation", "n")} as id, n % 2 = 0 as is_group,
       greatest(1, case when n = 2 then $2::int / 10 else $2::int * 9 / 10 / greatest(1, $1::int - 1) end) as size, now() - n * interval '1 minute' as at
     from generate_series(1, $1::int) n`,
    [conversations, messages],
  );
  await client.query(
    `create temporary table seats as
     select p.n, p.id, s.place, s.person from plan p cross join lateral (
       select place, 10 + (p.n * 31 + place * 17) % ($1::int - 10) as person from generate_series(1, case when is_group then 7 else 1 end) place
       union all select 0, 1 where p.n <= $2::int union all select 0, 4 where p.n > $2::int
       union all select 8, 2 where is_group and p.n <= 40
       union all select 9, 3 where p.n = 2) s`,
    [people, busyConversations],
  );
  await client.query(
    `insert into conversations (id, type, name, gym_id, direct_key, last_seq, version, created_at, last_message_at, changed_at)
     select id, case when is_group then 'group' else 'direct' end, case when is_group then 'Class ' || n end, ${id("gym", "0")},
       case when not is_group then id::text || ':' || n end, size, size + 1, at - interval '1 year', at, at from plan`,
  );
  await client.query(
    `insert into conversation_participants (conversation_id, user_id, role, joined_at, last_read_seq, last_delivered_seq, version, membership_version, changed_at)
     select distinct on (s.id, s.person) s.id, ${id("user", "s.person")}, 'member', p.at - interval '1 year', greatest(0, p.size - 20), p.size, 1, 1, p.at
     from seats s join plan p using (n)`,
  );
  await client.query(
    `insert into messages (conversation_id, id, seq, sender_id, content, created_at, version, changed_at)
     select p.id, ${messageId("p.id", "seq")}, seq, s.users[1 + seq % cardinality(s.users)],
       'Message ' || seq || ': see you at the rack, and bring the good shoes for once, will you?', t.at, seq + 1, t.at
     from plan p join (select n, array_agg(${id("user", "person")}) as users from seats group by n) s using (n)
     cross join lateral generate_series(1, p.size) seq
     cross join lateral (select p.at - (p.size - seq) * interval '1 second' as at) t
     order by p.id, seq`,
  );
  await client.query(
    `insert into read_marks (conversation_id, user_id, read_seq, read_at)
     select conversation_id, user_id, last_read_seq, changed_at from conversation_participants where last_read_seq > 0`,
  );
  await client.query("drop table plan; drop table seats");
}

async function fillSupport(client: pg.ClientBase, { support }: Sizes): Promise<void> {
  // Support conversation n is the member's whose number is n + 8; every tenth of the open ones is with staff.
  await client.query(
    `insert into conversations (id, type, gym_id, member_id, last_seq, version, created_at, last_message_at, changed_at)
     select ${id("support", "n")}, 'support', ${id("gym", "0")}, ${id("user", "n + 8")}, 3, 6, t.at - interval '1 year', t.at, t.at
     from generate_series(1, $1::int) n cross join lateral (select now() - n * interval '10 minutes' as at) t`,
    [support],
  );
  await client.query(
    `insert into conversation_participants (conversation_id, user_id, role, joined_at, last_read_seq, last_delivered_seq, version, membership_version)
     select c.id, u.id, 'member', c.created_at, 0, 3, 1, 1
     from conversations c cross join lateral (values (c.member_id), (${id("user", "3")})) u (id) where c.type = 'support' and u.id is distinct from null
     on conflict do nothing`,
  );
  await client.query(
    `insert into messages (conversation_id, id, seq, sender_id, content, created_at, version, changed_at)
     select c.id, ${messageId("c.id", "seq")}, seq, c.member_id, 'Question ' || seq, c.last_message_at, seq + 1, c.changed_at
     from conversations c cross join generate_series(1, 3) seq where c.type = 'support'`,
  );
  await client.query(
    `insert into cases (conversation_id, gym_id, number, status, assignee_id, waiting_since, opened_at, resolved_at, version, is_current, active_at)
     select ${id("support", "n")}, ${id("gym", "0")}, number, case when number = 3 and n <= 50 then 'open' else 'resolved' end,
       case when n % 10 = 0 then ${id("user", "3")} end, case when number = 3 and n <= 50 and n % 3 = 0 then now() - n * interval '1 minute' end,
       now() - interval '1 year', case when number < 3 or n > 50 then now() end, 4, number = 3, now() - n * interval '1 minute'
     from generate_series(1, $1::int) n cross join generate_series(1, 3) number`,
    [support],
  );
}
