import { AppError } from "../../shared/errors";
import type { Role } from "../../shared/people";
import { mayDisable } from "../../shared/permissions";
import type { Runtime } from "../platform/runtime";
import type { Actor } from "./actor";
import { disableUser } from "./disable-user";
import { withDesksHeld } from "./hold-desks";

const findUser = {
  name: "accounts.user-to-disable",
  // As the gym's own voice nobody signs in, ever.
  text: `
    select id, role, gym_id from users u
     where id = $1::uuid and not exists (select 1 from gyms g where g.id = u.gym_id and g.voice_id = u.id)`,
};
const enable = {
  name: "accounts.enable-user",
  text: "update users set disabled_at = null where id = $1::uuid and disabled_at is not null",
};

/**
 * Shuts somebody of a gym at whose desk the caller works out, or lets them in again (they sign in anew). Doing it twice changes nothing more.
 * @throws RATE_LIMITED · FORBIDDEN, whether the caller may not or there is nobody of that id
 */
export async function setDisabled(
  services: Pick<Runtime, "db" | "bus" | "rateLimits">,
  actor: Pick<Actor, "id" | "role" | "gymId" | "deskGymIds">,
  { userId, disabled }: { userId: string; disabled: boolean },
): Promise<void> {
  await services.rateLimits.take("marks", actor.id);
  const [row] = await services.db.rows<{ id: string; role: Role; gym_id: string }>(findUser, [userId]);
  if (!row || !mayDisable(actor, { id: row.id, role: row.role, gymId: row.gym_id })) throw new AppError("FORBIDDEN");
  if (!disabled) await withDesksHeld(services.db, [userId], (sql) => sql.rows(enable, [userId]));
  else if (!(await disableUser(services, userId, actor.id))) throw new AppError("FORBIDDEN");
}
