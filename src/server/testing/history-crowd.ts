import { randomUUID } from "node:crypto";
import type { TestRuntime } from "./test-runtime";

/** More conversations than a page of the list has. */
const crowd = 54;

/** Somebody with a conversation with the trainer, and no device open. */
export interface Stranger {
  userId: string;
  conversationId: string;
}

/** Members with a conversation with the trainer each, in which nothing was said yet. */
export async function makeCrowd(
  { db: { prisma } }: TestRuntime,
  { gymId, trainer }: { gymId: string; trainer: string },
): Promise<Stranger[]> {
  const strangers = Array.from({ length: crowd }, () => ({ userId: randomUUID(), conversationId: randomUUID() }));
  await prisma.user.createMany({ data: strangers.map(({ userId: id }, at) => ({ id, gymId, role: "member", name: `Member ${at}` })) });
  await prisma.conversation.createMany({
    data: strangers.map(({ userId, conversationId: id }) => ({
      id,
      type: "direct",
      gymId,
      directKey: [userId, trainer].sort().join(":"),
      version: 1,
    })),
  });
  await prisma.participant.createMany({
    data: strangers.flatMap(({ userId, conversationId }) => [
      { conversationId, userId, role: "member", version: 1 },
      { conversationId, userId: trainer, role: "trainer", version: 1 },
    ]),
  });
  return strangers;
}
