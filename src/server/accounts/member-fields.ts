/** What the main API says about members. Read for their desk alone: whoever calls `readPersonFile` is asked whether they work there. */
import { AppError } from "../../shared/errors";
import { type MemberField, MembersRequest, memberFields, type PersonFile } from "../../shared/member-fields";
import type { Person, Role } from "../../shared/people";
import { worksAtDesk } from "../../shared/permissions";
import type { Runtime } from "../platform/runtime";
import type { Actor } from "./actor";
import { answerMainApi, type MainApiAnswer, type MainApiRequest } from "./main-api-request";
import { bringUpToDate, type GrantServices } from "./refresh-profile";

const write = {
  name: "accounts.write-member-fields",
  text: `
    insert into member_fields (user_id, gym_id, fields) values ($1::uuid, $2::uuid, $3)
    on conflict (user_id) do update set gym_id = excluded.gym_id, fields = excluded.fields, changed_at = now()`,
};

// What another gym said, in which they were before, is not for the desk of this one.
const read = {
  name: "accounts.read-person-file",
  text: `
    select u.id, u.name, u.avatar_url, u.role, u.gym_id, g.name as gym_name, u.created_at, u.disabled_at is not null as is_disabled, f.fields
    from users u join gyms g on g.id = u.gym_id left join member_fields f on f.user_id = u.id and f.gym_id = u.gym_id
    where u.id = $1::uuid`,
};

interface FileRow extends Record<string, unknown> {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
  gym_id: string;
  gym_name: string;
  created_at: string;
  is_disabled: boolean;
  fields: MemberField[] | null;
}

/** `POST /api/members`, for the main API alone: makes or refreshes a user, and what their desk sees of them. Never throws. */
export function handleMembersRequest(
  services: GrantServices,
  request: MainApiRequest,
): Promise<MainApiAnswer<{ user: Person & { gymId: string } }>> {
  return answerMainApi(services, request, {
    what: "a member's fields",
    input: MembersRequest,
    async work({ fields, ...person }) {
      await services.rateLimits.take("tokens", `external:${person.externalId}`);
      const { user } = await bringUpToDate(services, person);
      if (fields !== undefined) await services.db.rows(write, [user.id, user.gymId, JSON.stringify(memberFields(fields))]);
      return { user };
    },
  });
}

/**
 * Somebody as the desk of their gym sees them.
 * @throws RATE_LIMITED · FORBIDDEN for everybody who does not work at the desk of their gym, and when there is nobody of that id
 */
export async function readPersonFile(
  { db, rateLimits }: Pick<Runtime, "db" | "rateLimits">,
  actor: Actor,
  { userId }: { userId: string },
): Promise<PersonFile> {
  await rateLimits.take("reads", actor.id);
  const [row] = await db.rows<FileRow>(read, [userId]);
  if (!row || !worksAtDesk(actor, row.gym_id)) throw new AppError("FORBIDDEN");
  return {
    id: row.id,
    name: row.name,
    avatarUrl: row.avatar_url,
    role: row.role,
    gym: { id: row.gym_id, name: row.gym_name },
    since: row.created_at,
    isDisabled: row.is_disabled,
    fields: row.fields ?? [],
  };
}
