import type { ChatTokenRequest, Person, Role } from "../../shared/people";
import { isDeskRole } from "../../shared/permissions";
import { type Database, insistOn, type Sql } from "../platform/db";
import { gymBySlug } from "./gym-by-slug";
import { holdDesksOf } from "./hold-desks";

interface Row {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
  gym_id: string;
  gym_slug: string;
  session_version: number;
  disabled: boolean;
  /** The slugs of the gyms at whose desk they work beside their own, in order. */
  desks: string[];
}

const columns = `u.id, u.name, u.avatar_url, u.role, u.gym_id, u.session_version, u.disabled_at is not null as disabled,
    array(select d.slug from desk_memberships m join gyms d on d.id = m.gym_id where m.user_id = u.id order by d.slug collate "C") as desks`;

const findUser = {
  name: "accounts.user-by-external-id",
  text: `select ${columns}, g.slug as gym_slug from users u join gyms g on g.id = u.gym_id where u.external_id = $1`,
};
const lockUser = { name: "accounts.lock-user-by-external-id", text: "select id from users where external_id = $1 for no key update" };
const insertUser = {
  name: "accounts.insert-external-user",
  text: `
    insert into users (external_id, name, avatar_url, role, gym_id) values ($1, $2, $3, $4, $5::uuid)
    on conflict (external_id) do nothing`,
};
const updateUser = {
  name: "accounts.update-external-user",
  text: `
    update users u
       set name = $2, avatar_url = $3, role = $4, gym_id = $5::uuid,
           session_version = session_version + case when $6 then 1 else 0 end,
           sessions_changed_at = case when $6 then now() else sessions_changed_at end
     where u.id = $1::uuid
     returning ${columns}`,
};

// Those that go, and those that come.
const writeDesks = {
  name: "accounts.write-desks",
  text: `
    with gone as (delete from desk_memberships where user_id = $1::uuid and gym_id <> all($2::uuid[])),
    asked as (select gym_id from unnest($2::uuid[]) as asked (gym_id))
    insert into desk_memberships (user_id, gym_id) select $1::uuid, gym_id from asked on conflict do nothing`,
};

/** Ids by slugs. */
type Gyms = ReadonlyMap<string, string>;

export interface RefreshedUser {
  user: Person & { gymId: string };
  sessionVersion: number;
  disabled: boolean;
  /** Their role, gym or desks are others now: earlier sign-ins have been ended. */
  rightsChanged: boolean;
  /** What others see of them is another now. */
  profileChanged: boolean;
}

/**
 * Makes our user what the main API says about them; mostly that is one read and no write. Calls that arrive together make one user.
 * A picture that is left out stays; `null` takes it away.
 */
export async function refreshUser(db: Database, request: ChatTokenRequest): Promise<RefreshedUser> {
  const [known] = await db.rows<Row>(findUser, [request.externalId]);
  if (known && !differs(known, request)) return refreshed(known, known);
  return insistOn(() => db.transaction((sql) => writeUser(sql, request)));
}

async function writeUser(sql: Sql, request: ChatTokenRequest): Promise<RefreshedUser> {
  const gyms = await gymsBySlug(sql, request);
  const gymId = ownGym(gyms, request);
  const before = (await lockKnown(sql, request)) ?? (await create(sql, request, gyms));
  if (!differs(before, request)) return refreshed(before, before);
  if (isDeskRole(before.role) || isDeskRole(request.role)) await holdDesksOf(sql, [before.id], [...gyms.values()]);
  const rightsChanged = before.role !== request.role || before.gym_id !== gymId || hasOtherDesks(before, request);
  const values = [before.id, request.name, pictureAfter(before, request), request.role, gymId, rightsChanged];
  const [after] = await sql.rows<Row>(updateUser, values);
  if (!after) throw new Error(`user ${before.id} vanished under its lock`);
  if (hasOtherDesks(before, request)) await sql.rows(writeDesks, [before.id, desksOf(request).map((slug) => gyms.get(slug))]);
  return refreshed(before, after);
}

/** Read once the lock is held: a statement that waits for it sees the desks as they were when it began to wait. */
async function lockKnown(sql: Sql, { externalId }: ChatTokenRequest): Promise<Row | undefined> {
  const locked = await sql.rows(lockUser, [externalId]);
  if (locked.length === 0) return undefined;
  const [row] = await sql.rows<Row>(findUser, [externalId]);
  return row;
}

/** Somebody else may create the same user at this moment: then theirs is the one. */
async function create(sql: Sql, request: ChatTokenRequest, gyms: Gyms): Promise<Row> {
  if (isDeskRole(request.role)) await holdDesksOf(sql, [], [...gyms.values()]);
  const gymId = ownGym(gyms, request);
  await sql.rows(insertUser, [request.externalId, request.name, pictureOf(request), request.role, gymId]);
  const row = await lockKnown(sql, request);
  if (!row) throw new Error("a user is neither there nor could be made");
  return row;
}

function differs(row: Row, request: ChatTokenRequest): boolean {
  return (
    hasOtherDesks(row, request) ||
    row.name !== request.name ||
    row.role !== request.role ||
    row.gym_slug !== request.gym ||
    row.avatar_url !== pictureAfter(row, request)
  );
}

/** The slugs of the desks that are asked for beside the own one, in order. */
function desksOf({ gym, desks = [] }: ChatTokenRequest): string[] {
  return [...new Set(desks)].filter((slug) => slug !== gym).sort();
}

function hasOtherDesks(row: Row, request: ChatTokenRequest): boolean {
  return request.desks !== undefined && desksOf(request).join() !== row.desks.join();
}

/** The ids of all gyms that are named. In one order, so that two who make the same gyms at once wait for each other at the first. */
async function gymsBySlug(sql: Sql, { gym, desks = [] }: ChatTokenRequest): Promise<Gyms> {
  const ids = new Map<string, string>();
  for (const slug of [...new Set([gym, ...desks])].sort()) ids.set(slug, await gymBySlug(sql, slug));
  return ids;
}

function ownGym(gyms: Gyms, { gym }: ChatTokenRequest): string {
  const id = gyms.get(gym);
  if (id === undefined) throw new Error(`gym ${gym} has no id`);
  return id;
}

function pictureAfter(row: Row, request: ChatTokenRequest): string | null {
  return request.avatarUrl === undefined ? row.avatar_url : pictureOf(request);
}

/** As URLs are written, so that what PostgreSQL cannot keep (a NUL) is escaped. */
function pictureOf({ avatarUrl }: ChatTokenRequest): string | null {
  return avatarUrl ? new URL(avatarUrl).href : null;
}

function refreshed(before: Row, after: Row): RefreshedUser {
  return {
    user: { id: after.id, name: after.name, role: after.role, avatarUrl: after.avatar_url, gymId: after.gym_id },
    sessionVersion: after.session_version,
    disabled: after.disabled,
    rightsChanged: after.session_version !== before.session_version,
    profileChanged: before.name !== after.name || before.avatar_url !== after.avatar_url || before.role !== after.role,
  };
}
