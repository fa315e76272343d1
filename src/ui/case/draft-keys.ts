/** What is being written: to the member, or for colleagues. */
export type ComposeMode = "reply" | "note";

/** Under which key an unsent text is kept: never the same for both. */
export function draftKey(conversationId: string, mode: ComposeMode): string {
  return mode === "note" ? `${conversationId}/note` : conversationId;
}
