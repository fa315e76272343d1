import type { Role } from "@/shared/people";
import { textsNow } from "@/ui/languages/texts-now";

/** What a role is called on the screen. */
export function roleName(role: Role): string {
  return textsNow("common.roles")(role);
}
