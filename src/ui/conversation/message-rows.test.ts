import { describe, expect, it } from "vitest";
import type { OutboxMessage } from "@/client/chat-client.types";
import type { Message } from "@/shared/messages";
import { countAfter, type ExtraRow, messageRows } from "./message-rows";

const noon = new Date(2026, 10, 20, 12).getTime();
const options = { viewerId: "me", unreadAfterSeq: null, clockOffsetMs: 0 };

function message(seq: number, patch: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    conversationId: "c",
    seq,
    version: seq,
    senderId: "anna",
    kind: "text",
    content: `Message ${seq}`,
    replyToId: null,
    createdAt: new Date(noon + seq * 60_000).toISOString(),
    editedAt: null,
    deletedAt: null,
    ...patch,
  };
}

function waiting(patch: Partial<OutboxMessage> = {}): OutboxMessage {
  return { id: "o1", conversationId: "c", content: "Soon", replyToId: null, writtenAt: noon, state: "pending", error: null, ...patch };
}

function keysOf(messages: Message[], patch: Partial<Parameters<typeof messageRows>[1]> = {}, hasMoreBefore = false): string[] {
  return messageRows({ messages, outbox: [], hasMoreBefore }, { ...options, ...patch }).map((row) => row.key);
}

function extra(version: number, time = noon): ExtraRow {
  return { key: `e${version}`, version, time, heightPx: 24 };
}

describe("message rows", () => {
  it("put a day above its first message, and again when the day changes", () => {
    const nextDay = new Date(2026, 10, 21, 0, 1).toISOString();
    expect(keysOf([message(1), message(2), message(3, { createdAt: nextDay })])).toEqual(["day:m1", "m1", "m2", "day:m3", "m3"]);
  });

  it("that were shown stay exactly as they were when older messages come in", () => {
    const all = Array.from({ length: 60 }, (_, at) =>
      message(at + 1, { senderId: at % 7 < 3 ? "anna" : "ben", createdAt: new Date(noon + at * 40 * 60_000).toISOString() }),
    );
    const before = messageRows({ messages: all.slice(30), outbox: [], hasMoreBefore: true }, options);
    const after = messageRows({ messages: all, outbox: [], hasMoreBefore: false }, options);
    expect(before.length).toBeGreaterThan(25);
    expect(after.slice(-before.length)).toEqual(before);
  });

  it("share one head between messages of one author within five minutes", () => {
    const rows = messageRows(
      {
        messages: [message(1), message(2), message(3, { senderId: "ben" }), message(9, { senderId: "ben" })],
        outbox: [],
        hasMoreBefore: false,
      },
      options,
    );
    expect(rows.flatMap((row) => (row.kind === "bubble" ? [row.startsGroup] : []))).toEqual([true, false, true, true]);
  });

  it("draw one unread line, above the first unread message of somebody else", () => {
    const messages = [message(1), message(2, { senderId: "me" }), message(3), message(4)];
    expect(keysOf(messages, { unreadAfterSeq: 1 })).toEqual(["day:m1", "m1", "m2", "unread", "m3", "m4"]);
    expect(keysOf(messages, { unreadAfterSeq: 4 })).not.toContain("unread");
  });

  it("keep their key when a waiting message is acknowledged", () => {
    const pending = messageRows({ messages: [message(1)], outbox: [waiting()], hasMoreBefore: false }, options);
    expect(pending.map((row) => row.key)).toEqual(["day:m1", "m1", "o1"]);
    expect(keysOf([message(1), message(2, { id: "o1", senderId: "me" })])).toEqual(["day:m1", "m1", "o1"]);
  });

  it("do not put a waiting message on an earlier day because this device's clock is behind", () => {
    const rows = messageRows(
      { messages: [message(1)], outbox: [waiting({ writtenAt: noon - 86_400_000 })], hasMoreBefore: false },
      options,
    );
    expect(rows.map((row) => row.kind)).toEqual(["day", "bubble", "bubble"]);
  });
});

it("new messages are counted without one's own and without system lines", () => {
  const messages = [message(1), message(2), message(3, { senderId: "me" }), message(4, { kind: "system" }), message(5)];
  expect(countAfter(messages, 1, "me")).toBe(2);
  expect(countAfter(messages, 5, "me")).toBe(0);
});

describe("what stands between the messages", () => {
  it("comes behind the messages that it was written after, also when those were changed later", () => {
    const messages = [
      message(1, { version: 2 }),
      message(2, { version: 40, editedAt: new Date(noon).toISOString() }),
      message(3, { version: 8 }),
    ];
    const extras = [extra(1), extra(2), extra(5), extra(8), extra(50)];
    expect(keysOf(messages, { extras })).toEqual(["day:e1", "e1", "m1", "e2", "e5", "m2", "m3", "e8", "e50"]);
  });

  it("stands before what still waits to be sent", () => {
    const rows = messageRows({ messages: [message(1)], outbox: [waiting()], hasMoreBefore: false }, { ...options, extras: [extra(9)] });
    expect(rows.map(({ key }) => key)).toEqual(["day:m1", "m1", "e9", "o1"]);
  });

  it("is left out as far as it belongs to messages that are not here, and changes nothing of those that are when it comes", () => {
    const all = Array.from({ length: 20 }, (_, at) => message(at + 1, { version: 2 * at + 2 }));
    const extras = Array.from({ length: 20 }, (_, at) => extra(2 * at + 3, noon + (at + 1) * 60_000));
    const before = messageRows({ messages: all.slice(10), outbox: [], hasMoreBefore: true }, { ...options, extras });
    const after = messageRows({ messages: all, outbox: [], hasMoreBefore: false }, { ...options, extras });
    expect(before[0]?.key).toBe("e23");
    expect(after.slice(-before.length)).toEqual(before);
  });

  it("begins a day like a message does", () => {
    const nextDay = new Date(2026, 10, 21, 0, 1).getTime();
    expect(keysOf([message(1)], { extras: [extra(5, nextDay)] })).toEqual(["day:m1", "m1", "day:e5", "e5"]);
    expect(keysOf([], { extras: [extra(5)] })).toEqual(["day:e5", "e5"]);
  });
});
