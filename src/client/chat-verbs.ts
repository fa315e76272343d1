import type { ConversationSummary } from "../shared/conversations";
import type { ChatClient } from "./chat-client.types";
import type { Connection } from "./connection";
import type { Store } from "./store";

/** What a person asks for and waits for. Everything but making a group may be asked twice, so a cut connection does not show. */
export function verbs({ connection, store }: { connection: Connection; store: Store }) {
  const known = (summary: ConversationSummary) => {
    store.introduce(summary);
    return summary;
  };
  const done = () => undefined;
  return {
    searchUsers: (query, { role, cursor } = {}) => connection.patiently((api) => api.users.search.query({ query, role, cursor })),
    startDirect: (userId) =>
      connection.patiently((api) => api.conversations.create.mutate({ type: "direct", participantIds: [userId] })).then(known),
    createGroup: (name, participantIds) =>
      connection
        .patiently((api) => api.conversations.create.mutate({ type: "group", name, participantIds }), { isRepeatable: false })
        .then(known),
    openSupport: (topic) => connection.patiently((api) => api.support.open.mutate(topic === undefined ? undefined : { topic })).then(known),
    peopleOf: (conversationId, userIds) =>
      connection.patiently((api) => api.conversations.people.query({ conversationId, userIds: [...userIds] })),
    addParticipants: (conversationId, participantIds) =>
      connection.patiently((api) => api.conversations.addParticipants.mutate({ conversationId, participantIds })).then(done),
    removeParticipant: (conversationId, userId) =>
      connection.patiently((api) => api.conversations.removeParticipant.mutate({ conversationId, userId })).then(done),
    leave: (conversationId) => connection.patiently((api) => api.conversations.leave.mutate({ conversationId })).then(done),
    rename: (conversationId, name) => connection.patiently((api) => api.conversations.rename.mutate({ conversationId, name })).then(done),
    setArchived: (conversationId, archived) =>
      connection.patiently((api) => api.conversations.setArchived.mutate({ conversationId, archived })).then(done),
    setMuted: (conversationId, mutedUntil) =>
      connection.patiently((api) => api.conversations.setMuted.mutate({ conversationId, mutedUntil })).then(done),
  } satisfies Partial<ChatClient>;
}
