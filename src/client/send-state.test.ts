import { expect, it } from "vitest";
import { sendStateOf } from "./send-state";
import { exampleConversation, exampleMessage, exampleParticipant } from "./testing/example-conversation";

const message = exampleMessage(5);
const ada = exampleParticipant("ada", { lastDeliveredSeq: 5, lastReadSeq: 5 });

function stateWith(...others: Parameters<typeof exampleParticipant>[]) {
  const participants = [ada, ...others.map((other) => exampleParticipant(...other))];
  return sendStateOf(message, exampleConversation({ type: "group", participants }), "ada");
}

it("is sent until the other side has received it, then delivered, then read", () => {
  expect(stateWith(["ben", { lastDeliveredSeq: 4 }])).toBe("sent");
  expect(stateWith(["ben", { lastDeliveredSeq: 5, lastReadSeq: 4 }])).toBe("delivered");
  expect(stateWith(["ben", { lastDeliveredSeq: 5, lastReadSeq: 5 }])).toBe("read");
});

it("means everybody in a group who has not left", () => {
  expect(stateWith(["ben", { lastDeliveredSeq: 9, lastReadSeq: 9 }], ["cyd", { lastDeliveredSeq: 5 }])).toBe("delivered");
  expect(stateWith(["ben", { lastDeliveredSeq: 9, lastReadSeq: 9 }], ["cyd", { leftAt: "2026-01-02T00:00:00.000Z" }])).toBe("read");
});

it("stays sent when nobody else is there", () => {
  expect(stateWith()).toBe("sent");
});

it("is read by the desk as soon as one of its people has read it", () => {
  const participants = [ada, exampleParticipant("sam", { lastDeliveredSeq: 5, lastReadSeq: 5 }), exampleParticipant("sue")];
  expect(sendStateOf(message, exampleConversation({ type: "support", memberId: "ada", participants }), "ada")).toBe("read");
});

it("is read by the member only when the member has read it, whatever colleagues did", () => {
  const participants = [
    ada,
    exampleParticipant("sam", { lastDeliveredSeq: 5, lastReadSeq: 5 }),
    exampleParticipant("mia", { lastDeliveredSeq: 5 }),
  ];
  expect(sendStateOf(message, exampleConversation({ type: "support", memberId: "mia", participants }), "ada")).toBe("delivered");
});
