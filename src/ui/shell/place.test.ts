import { describe, expect, it } from "vitest";
import { type Home, type Place, readPlace, writePlace } from "./place";
import { queueAddress } from "./queue-address";

const id = "0198f6b2-7c1a-7d2e-9b3c-4d5e6f708192";
const home: Home = { view: "inbox" };
const desk: Home = { view: "support", queue: queueAddress };
const read = (address: string, from: Home = home) => {
  const url = new URL(address, "http://localhost");
  return readPlace(url.pathname, url.searchParams, from);
};

describe("the place in the address", () => {
  it("comes back as it was written", () => {
    const places: Place[] = [
      { view: "inbox", queueView: "unassigned", filters: {}, conversationId: null },
      { view: "inbox", queueView: "unassigned", filters: {}, conversationId: id },
      {
        view: "support",
        queueView: "mine",
        filters: {
          gymIds: [id, "0198f6b2-7c1a-7d2e-9b3c-4d5e6f708193"],
          labels: ["vip", "a,b"],
          priorities: ["high", "urgent"],
          assigneeId: null,
          waitingForS: 900,
          unread: true,
          text: "März & co",
        },
        conversationId: id,
      },
      { view: "archived", queueView: "unassigned", filters: {}, conversationId: null },
    ];
    for (const place of places) expect(read(writePlace("/desk", place, desk), desk)).toEqual(place);
  });

  it("is never the queue for those who have none", () => {
    expect(read(`/desk/${id}?view=support&queue=mine`)).toMatchObject({ view: "inbox", conversationId: id });
    expect(read("/chat?view=support")).toMatchObject({ view: "inbox" });
  });

  it("is home where the address makes no sense", () => {
    const nowhere = { view: "inbox", queueView: "unassigned", filters: {}, conversationId: null };
    expect(read("/desk/../../x?view=admin&queue=%00")).toEqual(nowhere);
    expect(read("/desk/not-a-uuid")).toEqual(nowhere);
    expect(read("/desk?gym=city,", desk)).toMatchObject({ filters: {} });
  });

  it("leaves out of the address what is so anyway", () => {
    expect(writePlace("/chat", { view: "inbox", queueView: "unassigned", filters: {}, conversationId: id }, home)).toBe(`/chat/${id}`);
    expect(writePlace("/desk", { view: "support", queueView: "unassigned", filters: {}, conversationId: null }, { view: "support" })).toBe(
      "/desk",
    );
  });
});
