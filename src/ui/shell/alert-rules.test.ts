import { expect, it } from "vitest";
import type { Arrival } from "@/client/desk-arrivals";
import { isWorthTelling } from "./alert-rules";

const about = { viewerId: "me", lookedAt: [], now: 1_000, quietUntil: 0, isBusy: false };
const own = { mutedUntil: null, archivedAt: null, archivedSeq: 0, version: 1 };
const participants = [{ id: "me", leftAt: null }];

function support(assigneeId: string | null, change: { senderId?: string; status?: string } = {}): Arrival {
  const { senderId = "dan", status = "open" } = change;
  const conversation = { id: "c", type: "support", memberId: "dan", own, participants: [] };
  return { message: { senderId }, conversation, case: { assigneeId, status } } as unknown as Arrival;
}

function direct(change: object = {}): Arrival {
  const conversation = { id: "d", type: "direct", memberId: null, own: { ...own, ...change }, participants };
  return { message: { senderId: "eve" }, conversation, case: null } as unknown as Arrival;
}

it("tells of what waits for the viewer or for nobody, and of nothing that a colleague has", () => {
  expect([support("me"), support(null), support("you")].map((one) => isWorthTelling(one, about))).toEqual([true, true, false]);
});

it("does not tell of what a colleague answers, nor of a case that is unknown or over", () => {
  expect(isWorthTelling(support("me", { senderId: "you" }), about)).toBe(false);
  expect(isWorthTelling(support("me", { status: "resolved" }), about)).toBe(false);
  expect(isWorthTelling({ ...support("me"), case: null }, about)).toBe(false);
});

it("tells of one's own conversations unless they are muted or put away", () => {
  const muted = direct({ mutedUntil: new Date(2_000).toISOString() });
  const wasMuted = direct({ mutedUntil: new Date(500).toISOString() });
  const away = direct({ archivedAt: new Date(500).toISOString() });
  expect([direct(), muted, wasMuted, away].map((one) => isWorthTelling(one, about))).toEqual([true, false, true, false]);
});

it("is silent about what is looked at, and while the viewer wants quiet", () => {
  expect(isWorthTelling(support("me"), { ...about, lookedAt: ["c"] })).toBe(false);
  expect(isWorthTelling(support("me"), { ...about, quietUntil: 1_001 })).toBe(false);
  expect(isWorthTelling(support("me"), { ...about, isBusy: true })).toBe(false);
});
