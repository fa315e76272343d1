/** The other tabs of the same device and user: who leads, and what they tell each other. */
import type { Message } from "../shared/messages";
import type { OutboxMessage, TabChannel, Tabs } from "./chat-client.types";

/** What tabs tell each other. Like the wire it only ever grows; what a tab does not know it passes over. */
export type TabNews =
  /** A message waits, or its state has changed. */
  | { type: "waiting"; message: OutboxMessage }
  /** A message no longer waits: it was sent, which `sent` then shows, or discarded. */
  | { type: "gone"; id: string; conversationId: string; sent?: Message }
  | { type: "read"; conversationId: string; seq: number }
  | { type: "draft"; conversationId: string; text: string }
  | { type: "signed-out" }
  /** A tab has messages and a connection, and asks whether the leader is at work … */
  | { type: "is-led?" }
  /** … which it is. */
  | { type: "led" };

const version = 1;

/** Talks with the other tabs of one user; without `tabs` there are none. */
export class TabTalk {
  onNews: (news: TabNews) => void = () => undefined;
  readonly #tabs: Tabs | undefined;
  #channel: TabChannel | null = null;

  constructor(tabs: Tabs | undefined) {
    this.#tabs = tabs;
  }

  open(userId: string): void {
    if (!this.#tabs || this.#channel) return;
    this.#channel = this.#tabs.openChannel(`gympl-chat:${userId}`, (data) => {
      const { v, news } = data as { v?: unknown; news?: TabNews };
      if (v === version && news) this.onNews(news);
    });
  }

  tell(news: TabNews): void {
    this.#channel?.post({ v: version, news });
  }

  close(): void {
    this.#channel?.close();
    this.#channel = null;
  }
}
