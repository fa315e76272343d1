import { describe, expect, it } from "vitest";
import { isArchived } from "./archived";
import { CreateConversationInput, ListConversationsInput, MarkInput } from "./conversations";
import { limits, rateTiers } from "./limits";
import { ListMessagesInput, SendMessageInput } from "./messages";
import { ChatTokenRequest, SearchUsersInput } from "./people";
import { PresenceInput } from "./presence";

const id = "01890000-0000-7000-8000-000000000000";
const accepts = (schema: { safeParse(input: unknown): { success: boolean } }, input: unknown) => schema.safeParse(input).success;

describe("limits that lean on each other", () => {
  it("let the largest message through the smallest door: four bytes a character, escaped as JSON", () => {
    const largest = JSON.stringify({ conversationId: id, id, content: '"'.repeat(limits.messageCharactersMax), replyToId: id });
    const widest = JSON.stringify({ conversationId: id, id, content: "😀".repeat(limits.messageCharactersMax), replyToId: id });
    for (const text of [largest, widest]) expect(new TextEncoder().encode(text).length).toBeLessThan(limits.frameBytesMax / 2);
  });

  it("let a heartbeat be lost before anybody is called offline", () => {
    expect(limits.presenceLifeMs).toBeGreaterThan(2 * limits.heartbeatIntervalMs);
    expect(limits.typingLifeMs).toBeGreaterThan(2 * limits.typingIntervalMs);
  });

  it("allow a heartbeat and typing at their own pace on several devices", () => {
    const perMs = ([{ calls, perMs: windowMs }]: readonly [{ calls: number; perMs: number }]) => calls / windowMs;
    expect(perMs(rateTiers.presence) * limits.heartbeatIntervalMs).toBeGreaterThan(limits.socketsPerUserMax);
    expect(perMs(rateTiers.typing) * limits.typingIntervalMs).toBeGreaterThan(3);
  });

  it("hold messages to ten a second and 120 a minute", () => {
    expect(rateTiers.messages).toEqual([
      { calls: 10, perMs: 1_000 },
      { calls: 120, perMs: 60_000 },
    ]);
  });
});

describe("inputs at their bounds", () => {
  it.each([
    [-1, false],
    [0, false],
    [1, true],
    [limits.pageMax, true],
    [limits.pageMax + 1, false],
    [1.5, false],
    ["10", false],
  ])("a page of %s: %s", (limit, expected) => {
    expect(accepts(ListConversationsInput, { limit })).toBe(expected);
    expect(accepts(ListMessagesInput, { conversationId: id, limit })).toBe(expected);
    expect(accepts(SearchUsersInput, { limit })).toBe(expected);
  });

  it.each([
    [-1, false],
    [0, true],
    [2_147_483_647, true],
    [2_147_483_648, false],
    [0.5, false],
    [Number.NaN, false],
    [null, false],
  ])("a seq of %s: %s", (seq, expected) => {
    expect(accepts(MarkInput, { conversationId: id, seq })).toBe(expected);
    expect(accepts(ListMessagesInput, { conversationId: id, before: seq })).toBe(expected);
  });

  it("a page goes one way at a time", () => {
    expect(accepts(ListMessagesInput, { conversationId: id, before: 3, after: 1 })).toBe(false);
    expect(ListMessagesInput.parse({ conversationId: id, around: 3 })).toEqual({
      conversationId: id,
      around: 3,
      limit: limits.messagesPageDefault,
    });
  });

  it.each(["", "1", "not-a-uuid", `${id}0`, `{${id}}`, `${id}\n`, null, 7])("%j is no id", (wrong) => {
    expect(accepts(SendMessageInput, { conversationId: wrong, id, content: "x" })).toBe(false);
    expect(accepts(SendMessageInput, { conversationId: id, id: wrong, content: "x" })).toBe(false);
  });

  it("a direct conversation names one other person, a group at most as many as a group holds, and no caller makes a support one", () => {
    const group = (others: number) => ({ type: "group", name: "Spin", participantIds: Array.from({ length: others }, () => id) });
    expect(accepts(CreateConversationInput, { type: "direct", participantIds: [id] })).toBe(true);
    expect(accepts(CreateConversationInput, { type: "direct", participantIds: [] })).toBe(false);
    expect(accepts(CreateConversationInput, { type: "direct", participantIds: [id, id] })).toBe(false);
    expect(accepts(CreateConversationInput, group(limits.groupParticipantsMax - 1))).toBe(true);
    expect(accepts(CreateConversationInput, group(limits.groupParticipantsMax))).toBe(false);
    expect(accepts(CreateConversationInput, { type: "group", participantIds: [id] })).toBe(false);
    expect(accepts(CreateConversationInput, { type: "support", participantIds: [id] })).toBe(false);
  });

  it("presence is asked of a bounded number of people", () => {
    const userIds = Array.from({ length: limits.presenceUsersMax }, () => id);
    expect(accepts(PresenceInput, { userIds })).toBe(true);
    expect(accepts(PresenceInput, { userIds: [...userIds, id] })).toBe(false);
  });
});

describe("the request for a chat token", () => {
  const request = { externalId: "u-1", name: "Mia", role: "member", gym: "city-west" };

  it("takes a slug, a known role and a picture over https", () => {
    expect(accepts(ChatTokenRequest, { ...request, avatarUrl: "https://cdn.example/mia.png" })).toBe(true);
    for (const wrong of [{ gym: "City West" }, { gym: "-west" }, { gym: "" }, { role: "owner" }, { externalId: " " }, { name: "a\0" }]) {
      expect(accepts(ChatTokenRequest, { ...request, ...wrong })).toBe(false);
    }
    for (const avatarUrl of ["http://cdn.example/x.png", "javascript:alert(1)", "data:image/svg+xml,<svg/>", "//cdn.example/x.png", ""]) {
      expect(accepts(ChatTokenRequest, { ...request, avatarUrl })).toBe(false);
    }
  });
});

describe("an archived conversation", () => {
  it("stays away until a message after the archiving", () => {
    const own = { mutedUntil: null, archivedAt: "2026-01-01T00:00:00.000Z", archivedSeq: 4, version: 1 };
    expect([3, 4, 5].map((lastSeq) => isArchived(own, lastSeq))).toEqual([true, true, false]);
    expect(isArchived({ ...own, archivedAt: null }, 4)).toBe(false);
  });
});
