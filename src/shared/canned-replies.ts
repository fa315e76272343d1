/** Replies that the desk keeps ready. What they name, `{{member.firstName}}` say, is filled in for the conversation at hand, or not at all. */

/** What a canned reply can name. */
export const replyVariables = ["member.name", "member.firstName", "me.name", "me.firstName", "gym.name"] as const;
/** What a canned reply may leave to be filled in. */
export type ReplyVariable = (typeof replyVariables)[number];

/** A text that a desk keeps ready. */
export interface CannedReply {
  id: string;
  /** What is typed after `/` to find it. */
  shortcut: string;
  content: string;
  /** The whole desk's; otherwise the caller's own, at every desk of theirs. */
  isShared: boolean;
}

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What a content names that no canned reply can name, each once. */
export function unknownVariables(content: string): string[] {
  return unknownNames(content, replyVariables);
}

/** What a content names besides `known`, each once. */
export function unknownNames(content: string, known: readonly string[]): string[] {
  const named = [...content.matchAll(variable)].map(([, name]) => name ?? "");
  return [...new Set(named.filter((name) => !known.includes(name)))];
}

/** The text with everything filled in; or what it names that has no value here, and then there is no text. */
export function fillReply(
  content: string,
  values: Partial<Record<string, string | null>>,
): { text: string; missing: [] } | { text: null; missing: string[] } {
  const missing = new Set<string>();
  const text = content.replace(variable, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : null;
    if (!value) missing.add(name);
    return value ?? "";
  });
  return missing.size > 0 ? { text: null, missing: [...missing] } : { text, missing: [] };
}

/** How somebody is addressed by a name like "Zoë Groß". */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}
