import { beforeAll, describe, expect, it } from "vitest";
import type { Conversation, Participant } from "@/shared/conversations";
import type { Message } from "@/shared/messages";
import { startTestTexts } from "@/ui/languages/test-texts";
import { previewText } from "./preview-text";

const me = { id: "me" };
const participant = (id: string, name: string) => ({ id, name, leftAt: null }) as Participant;

function conversation(type: Conversation["type"], message: Partial<Message> | null): Conversation {
  const lastMessage = message && ({ senderId: "dan", kind: "text", content: "Hello", deletedAt: null, ...message } as Message);
  const participants = [participant("me", "Ben Osei"), participant("dan", "Dan Whitaker"), participant("anna", "Anna Keller")];
  return { type, memberId: type === "support" ? "dan" : null, participants, lastMessage } as Conversation;
}

beforeAll(() => startTestTexts("en"));

describe("the preview of a conversation", () => {
  it("names the author where more than two people write, and oneself always", () => {
    expect(previewText(conversation("direct", {}), me)).toBe("Hello");
    expect(previewText(conversation("group", {}), me)).toBe("Dan: Hello");
    expect(previewText(conversation("group", { senderId: "me" }), me)).toBe("You: Hello");
    expect(previewText(conversation("direct", { senderId: "me" }), me)).toBe("You: Hello");
  });

  it("names in a support conversation who answered, not the member whose row it is", () => {
    expect(previewText(conversation("support", {}), me)).toBe("Hello");
    expect(previewText(conversation("support", { senderId: "anna" }), me)).toBe("Anna: Hello");
  });

  it("is one line, and says so when there is nothing to show", () => {
    expect(previewText(conversation("direct", { content: "  one\n\n two\tthree " }), me)).toBe("one two three");
    expect(previewText(conversation("direct", { content: "", deletedAt: "2026-01-01T00:00:00.000Z" }), me)).toBe("Message deleted");
    expect(previewText(conversation("direct", null), me)).toBe("No messages yet");
  });
});
