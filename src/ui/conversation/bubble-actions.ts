/** What a bubble can ask of the list around it. The same object as long as the list lives. */
export interface BubbleActions {
  reply(bubbleId: string): void;
  goTo(messageId: string): void;
  retry(messageId: string): void;
  discard(messageId: string): void;
}
