import { expect, it } from "vitest";
import { conversationName } from "./conversation-name";
import { exampleConversation, exampleParticipant } from "./testing/example-conversation";

const participants = [exampleParticipant("ada"), exampleParticipant("ben")];

it("calls a direct conversation by the other person", () => {
  expect(conversationName(exampleConversation({ participants }), "ada")).toBe("ben");
  expect(conversationName(exampleConversation({ participants }), "ben")).toBe("ada");
});

it("calls a group by its name", () => {
  expect(conversationName(exampleConversation({ type: "group", name: "Spinning", participants }), "ada")).toBe("Spinning");
});

it("calls a support conversation Front desk for its member, and by the member for staff, also for those who take no part", () => {
  const support = exampleConversation({ type: "support", memberId: "ada", participants });
  expect(conversationName(support, "ada")).toBe("Front desk");
  expect(conversationName(support, "ben")).toBe("ada");
  expect(conversationName(support, "cyd")).toBe("ada");
});
