import type { SendState } from "@/client/chat-client.types";
import type { Participant } from "@/shared/conversations";
import type { Message } from "@/shared/messages";

/** How far the others have got with the viewer's messages: the smallest watermarks among those who still take part. */
export interface OthersProgress {
  deliveredSeq: number;
  readSeq: number;
}

/** In a group, delivered and read mean everybody. With nobody else there, nothing is delivered. */
export function othersProgress(participants: readonly Participant[], viewerId: string): OthersProgress {
  const others = participants.filter((one) => one.id !== viewerId && one.leftAt === null);
  if (others.length === 0) return { deliveredSeq: 0, readSeq: 0 };
  return {
    deliveredSeq: Math.min(...others.map((one) => Math.max(one.lastDeliveredSeq, one.lastReadSeq))),
    readSeq: Math.min(...others.map((one) => one.lastReadSeq)),
  };
}

/** The tick of an acknowledged message. */
export function sendStateOf(message: Pick<Message, "seq">, { deliveredSeq, readSeq }: OthersProgress): SendState {
  if (message.seq <= readSeq) return "read";
  return message.seq <= deliveredSeq ? "delivered" : "sent";
}
