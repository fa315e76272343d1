import { AppError } from "../../shared/errors";
import type { DeskGym, Role } from "../../shared/people";
import { isDeskRole } from "../../shared/permissions";
import type { Sql } from "../platform/db";
import type { Runtime } from "../platform/runtime";
import { together } from "../platform/together";
import type { Actor } from "./actor";
import { readChatToken } from "./chat-token";
import { readSessionCookie } from "./session-cookie";
import type { SignInClaims } from "./sign-in-claims";

/** What a caller shows, as it came. */
export interface Credentials {
  /** The `Cookie` header. */
  cookieHeader?: string | undefined;
  /** The `Authorization` header. */
  bearer?: string | undefined;
  /** The chat token of a WebSocket's `connectionParams`. */
  token?: string | undefined;
}

/**
 * Who is calling. One question to the database, whatever was shown; callers who come together share it.
 * What was shown first counts: a bad token is refused even beside a good cookie, or a page could be made to act as somebody else unnoticed.
 * Throws `UNAUTHENTICATED` when nothing of ours was shown, `SESSION_ENDED` when it was and no longer holds.
 */
export async function authenticate(runtime: Pick<Runtime, "env" | "clock" | "db">, credentials: Credentials): Promise<Actor> {
  return recognize(runtime.db, await readClaims(runtime, credentials));
}

async function readClaims(
  { env, clock }: Pick<Runtime, "env" | "clock">,
  { cookieHeader, bearer, token }: Credentials,
): Promise<SignInClaims> {
  const chatToken = token ?? (bearer === undefined ? undefined : tokenOf(bearer));
  if (chatToken !== undefined) return readChatToken(env.CHAT_TOKEN_SECRET, chatToken, clock.now());
  const settings = { secret: env.NEXTAUTH_SECRET, url: env.NEXTAUTH_URL };
  const claims = cookieHeader ? await readSessionCookie(cookieHeader, settings, clock.now()) : null;
  if (!claims) throw new AppError("UNAUTHENTICATED");
  return claims;
}

/** The token of an `Authorization` header, whose scheme may be left out. */
function tokenOf(header: string): string {
  return header.replace(/^Bearer\s+/i, "").trim();
}

interface Row extends Record<string, unknown> {
  n: number;
  name: string;
  avatar_url: string | null;
  role: Role;
  session_version: number;
  disabled: boolean;
  revoked: boolean;
  gym_id: string;
  gym_slug: string;
  gym_name: string;
  gym_time_zone: string;
  /** `null` for those without a desk, who are most. */
  other_desks: DeskGym[] | null;
}

const whoAre = {
  name: "accounts.who-are",
  text: `
    select asked.n::int, u.name, u.avatar_url, u.role, u.session_version, u.disabled_at is not null as disabled,
           exists (select 1 from revoked_sessions r where r.id = asked.session_id) as revoked,
           g.id as gym_id, g.slug as gym_slug, g.name as gym_name, g.time_zone as gym_time_zone,
           case when u.role in ('staff', 'admin') then (
             select json_agg(json_build_object('id', d.id, 'name', d.name, 'timeZone', d.time_zone) order by d.name, d.id)
               from desk_memberships m join gyms d on d.id = m.gym_id where m.user_id = u.id and m.gym_id <> u.gym_id) end as other_desks
      from unnest($1::uuid[], $2::uuid[]) with ordinality as asked(user_id, session_id, n)
      join users u on u.id = asked.user_id join gyms g on g.id = u.gym_id`,
};

type Asker = (claims: SignInClaims) => Promise<Row | undefined>;

/** One for each database of this process. */
const askers = new WeakMap<Sql, Asker>();

function askerOf(sql: Sql): Asker {
  const known = askers.get(sql);
  if (known) return known;
  const asker = together(
    async (claims: readonly SignInClaims[]) => {
      const values = [claims.map(({ userId }) => userId), claims.map(({ sessionId }) => sessionId)];
      const rows = new Map((await sql.rows<Row>(whoAre, values)).map((row) => [row.n, row]));
      return claims.map((_, at) => rows.get(at + 1));
    },
    { most: 100, atATime: 2 },
  );
  askers.set(sql, asker);
  return asker;
}

/** The caller behind claims whose seal is whole; throws `SESSION_ENDED` when the user is gone or disabled, or the sign-in was ended. */
export async function recognize(sql: Sql, claims: SignInClaims): Promise<Actor> {
  const { userId, sessionId, sessionVersion, expiresAt, via } = claims;
  const row = await askerOf(sql)(claims);
  if (!row || row.disabled || row.revoked || row.session_version !== sessionVersion) {
    throw new AppError("SESSION_ENDED", {}, `the sign-in ${sessionId} no longer holds`);
  }
  const gym = { id: row.gym_id, slug: row.gym_slug, name: row.gym_name, timeZone: row.gym_time_zone };
  const person = { id: userId, name: row.name, avatarUrl: row.avatar_url, role: row.role };
  const desks = isDeskRole(row.role) ? [{ id: gym.id, name: gym.name, timeZone: gym.timeZone }, ...(row.other_desks ?? [])] : [];
  const belongs = { gymId: gym.id, gym, desks, deskGymIds: desks.map(({ id }) => id) };
  return { ...person, ...belongs, sessionId, sessionVersion, expiresAt, via };
}
