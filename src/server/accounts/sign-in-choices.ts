import type { Person, Role } from "../../shared/people";
import type { SharedServices } from "./next-bridge";
import { oidcProvider } from "./oidc-provider";

/** Somebody of the demo gym, for one click. */
interface DemoAccount extends Person {
  gymName: string;
}

/** What the sign-in page can offer, beside e-mail and password (next-auth provider `password`). */
export interface SignInChoices {
  /** For next-auth's provider `demo` with `{ userId }`; none unless `DEMO` is on. */
  demoAccounts: DemoAccount[];
  /** The name on the button of next-auth's provider `oidc`, or `null` when none is set. */
  oidcName: string | null;
}

const demoPeople = {
  name: "accounts.demo-people",
  text: `
    select u.id, u.name, u.avatar_url, u.role, g.name as gym_name
      from users u join gyms g on g.id = u.gym_id
     where u.is_demo and u.disabled_at is null
     order by g.name, array_position(array['admin', 'staff', 'trainer', 'member'], u.role), u.name, u.id
     limit 100`,
};

interface Row {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
  gym_name: string;
}

/** The ways to sign in here. */
export async function signInChoices({ db, env }: Pick<SharedServices, "db" | "env">): Promise<SignInChoices> {
  const rows = env.DEMO ? await db.rows<Row>(demoPeople) : [];
  return {
    demoAccounts: rows.map(({ id, name, avatar_url, role, gym_name }) => ({ id, name, avatarUrl: avatar_url, role, gymName: gym_name })),
    oidcName: oidcProvider(env)?.name ?? null,
  };
}
