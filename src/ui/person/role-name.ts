import type { Role } from "@/shared/people";

const names: Record<Role, string> = { member: "Member", trainer: "Trainer", staff: "Front desk", admin: "Manager" };

/** What a role is called on the screen. */
export function roleName(role: Role): string {
  return names[role];
}
