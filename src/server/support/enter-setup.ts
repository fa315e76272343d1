import { AppError } from "../../shared/errors";
import { maySetUpDesk } from "../../shared/permissions";
import { requireDeskOf } from "../chat/access";
import type { ChatContext } from "../chat/context";

/**
 * Lets an admin at the setup of a desk: the one that `gymId` names, otherwise their own gym's.
 * @returns the gym
 * @throws FORBIDDEN for everybody but admins who work there · RATE_LIMITED
 */
export async function enterSetup(
  { actor, rateLimits }: ChatContext,
  { gymId }: { gymId?: string | undefined } = {},
  tier: "reads" | "marks" = "marks",
): Promise<string> {
  if (!maySetUpDesk(actor.role)) throw new AppError("FORBIDDEN");
  const desk = requireDeskOf(actor, gymId);
  await rateLimits.take(tier, actor.id);
  return desk;
}
