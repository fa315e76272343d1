import { AppError } from "../../shared/errors";
import { maySetUpDesk } from "../../shared/permissions";
import type { ChatContext } from "../chat/context";

/** @throws FORBIDDEN for everybody but admins · RATE_LIMITED */
export async function enterSetup({ actor, rateLimits }: ChatContext, tier: "reads" | "marks" = "marks"): Promise<void> {
  if (!maySetUpDesk(actor.role)) throw new AppError("FORBIDDEN");
  await rateLimits.take(tier, actor.id);
}
