/** Who of the desk looks at a member's conversation, or writes in it, right now. Nothing of it is stored. */
export const viewingStates = ["viewing", "replying"] as const;
/** Whether somebody of the desk looks at a conversation, or writes in it. */
export type ViewingState = (typeof viewingStates)[number];

/** `support.onViewing`: the others at a conversation; nobody when `viewers` is empty. */
export interface Viewing {
  conversationId: string;
  /** By user id. */
  viewers: { userId: string; state: ViewingState }[];
}
