/** Gyms and people for tests. Each maker gives the id; what a test does not care about is made up. */
import { randomUUID } from "node:crypto";
import type { Role } from "../../shared/people";
import type { Database } from "../platform/db";

type Prisma = Pick<Database, "prisma">;

/** A gym; its id. */
export async function makeGym({ prisma }: Prisma, { slug, name = "Iron Temple" }: { slug?: string; name?: string } = {}): Promise<string> {
  const gym = await prisma.gym.create({ data: { slug: slug ?? `gym-${randomUUID().slice(0, 8)}`, name } });
  return gym.id;
}

export interface UserDetails {
  gymId: string;
  name?: string;
  email?: string;
  externalId?: string;
  passwordHash?: string;
  isDemo?: boolean;
}

/** A user of a role; their id. */
export async function makeUser({ prisma }: Prisma, role: Role, details: UserDetails): Promise<string> {
  const name = details.name ?? `${role[0]?.toUpperCase()}${role.slice(1)} ${randomUUID().slice(0, 4)}`;
  const user = await prisma.user.create({ data: { ...details, name, role } });
  return user.id;
}

/** A gym with a member, a trainer, somebody at the desk and an admin; all ids. */
export async function makeStaffedGym(
  db: Prisma,
): Promise<{ gymId: string; member: string; trainer: string; staff: string; admin: string }> {
  const gymId = await makeGym(db);
  const [member, trainer, staff, admin] = await Promise.all([
    makeUser(db, "member", { gymId }),
    makeUser(db, "trainer", { gymId }),
    makeUser(db, "staff", { gymId }),
    makeUser(db, "admin", { gymId }),
  ]);
  return { gymId, member, trainer, staff, admin };
}

/** Lets somebody work at the desk of another gym, too. Their sign-ins stay: those made before know nothing of it until they ask again. */
export async function giveDesk({ prisma }: Prisma, userId: string, gymId: string): Promise<void> {
  await prisma.deskMembership.create({ data: { userId, gymId } });
}
