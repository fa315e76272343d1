/** The server's procedures as the client calls them. */
import type { ConversationPage, ConversationSummary, CreateConversationInput, ListConversationsInput } from "../shared/conversations";
import type { ChangeFrame, DeskFrame } from "../shared/events";
import type { ListMessagesInput, Message, MessagePage, SendMessageInput } from "../shared/messages";
import type { Me, PersonPage, SearchUsersInput } from "../shared/people";
import type { Presence, PresenceStatus, Typing } from "../shared/presence";
import type { QueueInput, QueuePage } from "../shared/support";

export interface Unsubscribable {
  unsubscribe(): void;
}

interface Query<Input, Output> {
  query(input: Input): Promise<Output>;
}
interface Mutation<Input, Output> {
  mutate(input: Input): Promise<Output>;
}
interface Observer<Output> {
  onStarted?: () => void;
  onData: (data: Output) => void;
  onError: (error: unknown) => void;
}
interface Subscription<Input, Output> {
  subscribe(input: Input, observer: Observer<Output>): Unsubscribable;
}
interface Tracked<T> {
  id: string;
  data: T;
}
interface InConversation {
  conversationId: string;
}

export interface Api {
  auth: { me: Query<void, Me>; renew: Mutation<{ token: string }, { expiresAt: string }> };
  users: { search: Query<Partial<SearchUsersInput>, PersonPage> };
  conversations: {
    list: Query<Partial<ListConversationsInput>, ConversationPage>;
    get: Query<{ id: string }, ConversationSummary>;
    create: Mutation<CreateConversationInput, ConversationSummary>;
    markRead: Mutation<InConversation & { seq: number }, unknown>;
    markDelivered: Mutation<InConversation & { seq: number }, unknown>;
    rename: Mutation<InConversation & { name: string }, unknown>;
    addParticipants: Mutation<InConversation & { participantIds: string[] }, unknown>;
    removeParticipant: Mutation<InConversation & { userId: string }, unknown>;
    leave: Mutation<InConversation, unknown>;
    setArchived: Mutation<InConversation & { archived: boolean }, unknown>;
    setMuted: Mutation<InConversation & { mutedUntil: string | null }, unknown>;
    onChange: Subscription<{ lastEventId?: string }, Tracked<ChangeFrame>>;
  };
  messages: {
    list: Query<InConversation & Partial<ListMessagesInput>, MessagePage>;
    send: Mutation<SendMessageInput, Message>;
  };
  typing: {
    set: Mutation<InConversation & { isTyping: boolean }, unknown>;
    onChange: Subscription<InConversation, Typing>;
  };
  presence: {
    set: Mutation<{ status: PresenceStatus }, unknown>;
    onChange: Subscription<{ userIds: string[] }, Presence>;
  };
  support: {
    open: Mutation<{ topic?: string } | undefined, ConversationSummary>;
    queue: Query<Partial<QueueInput>, QueuePage>;
    onChange: Subscription<{ lastEventId?: string }, Tracked<DeskFrame>>;
  };
}
