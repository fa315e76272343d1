import type { Conversation, Participant } from "@/shared/conversations";
import type { Me, Person, Role } from "@/shared/people";
import { type Translator, textsNow } from "@/ui/languages/texts-now";

/** Whom or what a conversation shows itself as. */
export interface ConversationSubject {
  title: string;
  /** The face to draw; `null` for a group. */
  person: Pick<Person, "name" | "avatarUrl"> | null;
  /** Whose presence stands beside the title. */
  presenceOf: string | null;
}

/** How the front desk shows itself to members: not as the one who happens to answer. */
export function frontDeskFace(t: Translator<"chat.names"> = textsNow("chat.names")): Pick<Person, "name" | "avatarUrl"> {
  return { name: t("frontDesk"), avatarUrl: "/icons/mark.svg" };
}

/** The title and face of a conversation as `me` sees it: the other person, the group, or for a member the front desk. On the server `t` is needed. */
export function subjectOf(
  conversation: Pick<Conversation, "type" | "name" | "memberId" | "participants">,
  me: Me,
  t: Translator<"chat.names"> = textsNow("chat.names"),
): ConversationSubject {
  const { type, memberId, participants } = conversation;
  if (type === "group") return { title: conversation.name ?? namesOf(participants, me.id, t), person: null, presenceOf: null };
  if (type === "support" && memberId === me.id) {
    const frontDesk = frontDeskFace(t);
    return { title: frontDesk.name, person: frontDesk, presenceOf: null };
  }
  const other = participants.find((one) => (type === "support" ? one.id === memberId : one.id !== me.id));
  return other
    ? { title: other.name, person: other, presenceOf: other.id }
    : { title: t("nobodyElse"), person: { name: "?", avatarUrl: null }, presenceOf: null };
}

/** The first word of a name, for places with little room. */
export function firstName(name: string): string {
  return name.split(/\s+/)[0] || name;
}

/** What a member calls somebody who works at the gym; `null` for members. */
export function roleLabel(role: Role): string | null {
  if (role === "member") return null;
  return textsNow("chat.names")(role === "trainer" ? "trainer" : "frontDesk");
}

function namesOf(participants: readonly Participant[], viewerId: string, t: Translator<"chat.names">): string {
  const names = participants.filter((one) => one.id !== viewerId && one.leftAt === null).map((one) => firstName(one.name));
  return names.slice(0, 3).join(", ") || t("group");
}
