import type { ConversationState } from "@/shared/apply-event";

/**
 * What the gym is called at whose desk a conversation is a case; nothing for other conversations, which are all in the viewer's own gym.
 * @param names of the viewer's gyms, by id, where there are several
 */
export function caseGymName(
  { type, memberId, gymId }: Pick<ConversationState, "type" | "memberId" | "gymId">,
  viewerId: string,
  names: ReadonlyMap<string, string>,
): string | undefined {
  return type === "support" && memberId !== viewerId ? names.get(gymId) : undefined;
}
