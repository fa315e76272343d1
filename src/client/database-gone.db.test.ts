import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { caseWorld, watch } from "../server/testing/case-world";
import { chatPerson, until } from "../server/testing/chat-person";
import { makeUser } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { testRuntime } from "../server/testing/test-runtime";
import { deskBulk } from "./desk-bulk";

it("what a desk does while the database is away is done once it is back, each thing once, and until then the desk is told of trouble", async () => {
  await using holder = await testRuntime();
  const address = new URL(holder.databaseUrl);
  await using line = await openLine(Number(address.port));
  address.port = new URL(line.url).port;
  await using w = await caseWorld({ database: address.href });
  const { prisma } = holder.db;
  const { gymId } = await prisma.user.findUniqueOrThrow({ where: { id: w.anna.id } });
  await using second = await chatPerson(w.server, await makeUser(holder.db, "member", { gymId }));
  const { id: other } = await second.client.openSupport();
  second.client.send(other, "Hello?");
  const { client, desk } = w.anna;
  using _watching = watch(desk.file(w.id));
  using _other = watch(desk.file(other));
  await until(desk.file(w.id), ({ status }) => status === "ready");
  const { case: seen } = await until(desk.file(other), (file) => file.status === "ready" && file.case?.waitingSince != null);

  line.cut();
  const bulk = deskBulk(client).run(
    { kind: "setPriority", priority: "urgent" },
    { kind: "chosen", cases: [{ conversationId: other, version: seen?.version ?? 0 }] },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  const reply = { id: uuidv7(), shortcut: "card", content: "We make a new one.", isShared: false };
  const work = Promise.all([desk.assign(w.id, w.anna.id), desk.addNote(w.id, "Lost it before.", []), desk.saveReply(reply), bulk]);
  await until(client.connection, ({ isTroubled }) => isTroubled);
  expect(client.connection.getSnapshot().status).toBe("live");
  expect(desk.file(w.id).getSnapshot()).toMatchObject({ case: { assigneeId: w.anna.id }, pendingNoteIds: { length: 1 } });

  line.mend();
  const [, , , { done, failed }] = await work;
  expect({ done, failed }).toEqual({ done: [other], failed: [] });
  await until(client.connection, ({ isTroubled }) => !isTroubled);
  await until(desk.file(w.id), (file) => file.pendingNoteIds.length === 0 && file.notes.length === 1);
  const kept = { conversationId: w.id };
  expect(await prisma.note.count({ where: kept })).toBe(1);
  expect(await prisma.case.findFirst({ where: kept })).toMatchObject({ assigneeId: w.anna.id });
  expect(await prisma.caseEvent.count({ where: { ...kept, kind: "assigned" } })).toBe(1);
  expect(await prisma.cannedReply.count({ where: { ownerId: w.anna.id } })).toBe(1);
});
