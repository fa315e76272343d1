import type { SendStateOf } from "./chat-client.types";

/**
 * How the viewer's own message stands with those who take part now. A support conversation has two sides: the member, and the desk,
 * where one colleague who has it is enough. With nobody on the other side yet, it is sent.
 */
export const sendStateOf: SendStateOf = (message, conversation, viewerId) => {
  const others = conversation.participants.filter(({ id, leftAt }) => id !== viewerId && leftAt === null);
  const { type, memberId } = conversation;
  const isDeskSide = type === "support" && memberId !== viewerId;
  const readers = isDeskSide ? others.filter(({ id }) => id === memberId) : others;
  if (readers.length === 0) return "sent";
  const reached = (mark: "lastReadSeq" | "lastDeliveredSeq") =>
    type === "support" ? readers.some((one) => one[mark] >= message.seq) : readers.every((one) => one[mark] >= message.seq);
  if (reached("lastReadSeq")) return "read";
  return reached("lastDeliveredSeq") ? "delivered" : "sent";
};
