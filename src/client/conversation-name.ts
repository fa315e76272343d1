import type { Conversation } from "../shared/conversations";

/** What a member calls the other side of a support conversation. */
const deskName = "Front desk";

/** What a conversation is called by this viewer: the other person's name, the group's, "Front desk" to its member and the member's to staff. */
export function conversationName(
  conversation: Pick<Conversation, "type" | "name" | "memberId" | "participants">,
  viewerId: string,
): string {
  const { type, name, memberId, participants } = conversation;
  switch (type) {
    case "direct":
      return participants.find(({ id }) => id !== viewerId)?.name ?? "Conversation";
    case "group":
      return name ?? "Group";
    case "support":
      if (memberId === viewerId) return deskName;
      return participants.find(({ id }) => id === memberId)?.name ?? "Member";
  }
}
