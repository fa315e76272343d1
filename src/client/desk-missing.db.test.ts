import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { chatPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym, makeUser } from "../server/testing/example-data";
import { hurriedClock } from "../server/testing/hurried-clock";
import { testServer } from "../server/testing/test-server";

/** A socket whose server fails at the first questions for a conversation, and how many those were. */
function failing(count: number) {
  const failed = { count: 0 };
  class FailingSocket extends WebSocket {
    override send(data: unknown, ...rest: unknown[]): void {
      const asked = String(data);
      if (failed.count === count || !asked.includes('"path":"conversations.get"')) {
        Reflect.apply(super.send, this, [data, ...rest]);
        return;
      }
      failed.count++;
      const { id } = JSON.parse(asked) as { id: number };
      const error = { code: -32603, message: "The server is at its wits' end.", data: { code: "INTERNAL_SERVER_ERROR" } };
      this.emit("message", Buffer.from(JSON.stringify({ id, error })), false);
    }
  }
  return { failed, FailingSocket: FailingSocket as unknown as typeof globalThis.WebSocket };
}

it("shows whoever waits again also when their conversation could not be read at first", async () => {
  await using server = await testServer();
  const { db } = server.runtime;
  const { gymId, member, staff } = await makeStaffedGym(db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, await makeUser(db, "member", { gymId }));
  const { id } = await ada.client.openSupport();
  await db.pool.query("update cases set status = 'resolved', resolved_at = now(), waiting_since = null where conversation_id = $1", [id]);
  const { id: first } = await ben.client.openSupport();
  ben.client.send(first, "Hello?");
  await until(ben.client.thread(first), ({ messages, outbox }) => messages.length === 1 && outbox.length === 0);

  const { failed, FailingSocket } = failing(2);
  await using sam = await chatPerson(server, staff, { clock: hurriedClock(), WebSocket: FailingSocket });
  const queue = sam.client.queue("unassigned");
  const end = queue.subscribe(() => undefined);
  await until(queue, ({ status }) => status === "ready");
  expect(queue.getSnapshot().items.map(({ conversation }) => conversation.id)).toEqual([first]);
  // Their case is open again; the answer with the counts brings only who waits longest.
  ada.client.send(id, "The key does not fit");
  const { items } = await until(queue, (now) => now.items.length === 2);
  expect(items.map(({ conversation }) => conversation.id)).toEqual([first, id]);
  expect(failed.count).toBe(2);
  end();
});
