import type { ConversationState } from "@/shared/apply-event";
import { firstNameOf } from "@/shared/canned-replies";
import type { DeskGym, Person } from "@/shared/people";

export type ReplyValues = Readonly<Partial<Record<string, string | null>>>;

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What a canned reply can name in this conversation of a gym. */
export function replyValues({ memberId, participants }: ConversationState, me: Person, gym: Pick<DeskGym, "name">): ReplyValues {
  const name = participants.find((one) => one.id === memberId)?.name ?? null;
  return {
    "member.name": name,
    "member.firstName": name === null ? null : firstNameOf(name),
    "me.name": me.name,
    "me.firstName": firstNameOf(me.name),
    "gym.name": gym.name,
  };
}

/** The text with what is known filled in. What is not stays to be seen, and is to be filled in by hand. */
export function fillKnown(content: string, values: ReplyValues): string {
  return content.replace(variable, (whole, name: string) => (Object.hasOwn(values, name) && values[name]) || whole);
}

/** What a text still leaves to be filled in, each once. */
export function missingIn(content: string): string[] {
  return [...new Set([...content.matchAll(variable)].map(([, name]) => name ?? ""))];
}
