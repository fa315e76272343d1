import { beforeAll, describe, expect, it } from "vitest";
import type { JsonSchema } from "./json-schema";
import { wireBreaks } from "./wire-breaks";
import { describeWire, readRecord, type WireDescription } from "./wire-description";

let now: WireDescription;

beforeAll(() => {
  now = describeWire();
}, 120_000);

it("nothing that was released is removed, renamed, retyped or narrowed (what is added: npm run wire:record)", () => {
  expect(wireBreaks(readRecord(), now)).toEqual([]);
});

it("the whole wire is described", () => {
  expect(Object.keys(now.procedures)).toEqual(expect.arrayContaining(["POST /api/auth/chat-token", "messages.send", "support.onChange"]));
  expect(now.procedures["conversations.onChange"]).toMatchObject({
    type: "subscription",
    output: { properties: { id: { type: "string" }, data: { $ref: "#/definitions/ChangeFrame" } } },
  });
  const events = now.definitions.DeskEvent?.anyOf?.map(({ $ref }) => $ref?.split("/").at(-1)) ?? [];
  expect(events).toEqual(expect.arrayContaining(["MessageEvent", "ReceiptEvent", "ResyncEvent", "CaseEvent"]));
  expect(now.definitions.Message?.properties).toMatchObject({
    seq: { type: "number" },
    editedAt: { anyOf: [{ type: "null" }, { type: "string" }] },
  });
});

/** The wire with a change made to it. */
function changed(change: (wire: WireDescription) => void): WireDescription {
  const wire = structuredClone(now);
  change(wire);
  return wire;
}

const message = (wire: WireDescription) => fieldsOf(wire.definitions.Message);
const input = (wire: WireDescription, name: string) => wire.procedures[name]?.input?.schema ?? {};

function fieldsOf(schema: JsonSchema | undefined): Record<string, JsonSchema> {
  if (!schema?.properties) throw new Error("an object was expected");
  return schema.properties;
}

describe("a change that breaks clients is found:", () => {
  const breaking: Record<string, [(wire: WireDescription) => void, RegExp]> = {
    "a procedure that is gone": [(wire) => delete wire.procedures["messages.list"], /^messages\.list is gone$/],
    "a procedure of another name": [
      (wire) => {
        const { "messages.send": send, ...others } = wire.procedures;
        wire.procedures = { ...others, ...(send && { "messages.post": send }) };
      },
      /^messages\.send is gone$/,
    ],
    "a query that became a mutation": [
      (wire) => Object.assign(wire.procedures["messages.list"] ?? {}, { type: "mutation" }),
      /^messages\.list: was a query, is a mutation$/,
    ],
    "an output field that is gone": [(wire) => delete message(wire).senderId, /^messages\.send →\.senderId is gone$/],
    "an output field of another type": [
      (wire) => Object.assign(message(wire), { seq: { type: "string" } }),
      /^messages\.send →\.seq: number does not come any more$/,
    ],
    "an output field that may be null": [
      (wire) => Object.assign(message(wire), { createdAt: { anyOf: [{ type: "null" }, { type: "string" }] } }),
      /^messages\.send →\.createdAt: may now be null$/,
    ],
    "an output field that may be left out": [
      (wire) => Object.assign(wire.definitions.Message ?? {}, { required: ["id"] }),
      /^messages\.send →\.seq may now be left out$/,
    ],
    "another role": [
      (wire) => Object.assign(wire.definitions.Role ?? {}, { enum: ["admin", "member", "owner", "staff", "trainer"] }),
      /role: may now be "owner"$/,
    ],
    "an event that does not come any more": [
      (wire) => {
        const { ChatEvent } = wire.definitions;
        if (ChatEvent) ChatEvent.anyOf = ChatEvent.anyOf?.filter(({ $ref }) => !$ref?.endsWith("/ReceiptEvent"));
      },
      /events\[\]: a "receipt" does not come any more$/,
    ],
    "an event that says less": [
      (wire) => delete fieldsOf(wire.definitions.ReceiptEvent).readSeq,
      /^conversations\.onChange →\.data\.events\[\]\(receipt\)\.readSeq is gone$/,
    ],
    "frames without a cursor": [
      (wire) => delete fieldsOf(wire.procedures["conversations.onChange"]?.output ?? undefined).id,
      /^conversations\.onChange →\.id is gone$/,
    ],
    "a new input field that is required": [
      (wire) => {
        const send = input(wire, "messages.send");
        Object.assign(fieldsOf(send), { device: { type: "string" } });
        send.required?.push("device");
      },
      /^messages\.send ←\.device has become required$/,
    ],
    "an input field that is gone": [
      (wire) => delete fieldsOf(input(wire, "messages.send")).replyToId,
      /^messages\.send ←\.replyToId is gone$/,
    ],
    "an input that takes fewer values": [
      (wire) => Object.assign(fieldsOf(input(wire, "presence.set")), { status: { type: "string", enum: ["online", "away"] } }),
      /^presence\.set ←\.status: "busy" is no longer taken$/,
    ],
    "an input of another type": [
      (wire) => Object.assign(fieldsOf(input(wire, "conversations.markRead")), { seq: { type: "string" } }),
      /^conversations\.markRead ←\.seq: was integer, is string$/,
    ],
    "an input that takes no null any more": [
      (wire) => Object.assign(fieldsOf(input(wire, "conversations.setMuted")), { mutedUntil: { type: "string", format: "date-time" } }),
      /^conversations\.setMuted ←\.mutedUntil: null is no longer taken$/,
    ],
    "a smaller page": [
      (wire) => Object.assign(fieldsOf(input(wire, "messages.list")).limit ?? {}, { maximum: 50 }),
      /^messages\.list ←\.limit: maximum was 100, is 50$/,
    ],
    "another default": [
      (wire) => Object.assign(fieldsOf(input(wire, "messages.list")).limit ?? {}, { default: 10 }),
      /^messages\.list ←\.limit: left out it meant 50$/,
    ],
    "one kind of input less": [
      (wire) => {
        const create = input(wire, "conversations.create");
        create.oneOf = create.oneOf?.slice(0, 1);
      },
      /^conversations\.create ←: a "group" is no longer taken$/,
    ],
    "an input that a call could leave out": [
      (wire) => Object.assign(wire.procedures["support.open"]?.input ?? {}, { isOptional: false }),
      /^support\.open: an input has become required$/,
    ],
    "an error of another name": [(wire) => delete wire.errors.RATE_LIMITED, /^RATE_LIMITED is gone$/],
    "an error after which nobody tries again": [
      (wire) => Object.assign(wire.errors.UNAVAILABLE ?? {}, { retry: false }),
      /^UNAVAILABLE: trying again helped$/,
    ],
    "a smaller limit": [(wire) => Object.assign(wire.limits, { messageCharactersMax: 1000 }), /^messageCharactersMax: was 2000, is 1000$/],
  };

  it.each(Object.entries(breaking))("%s", (_, [change, told]) => {
    expect(wireBreaks(now, changed(change)).find((line) => told.test(line))).toMatch(told);
  });
});

describe("what is added breaks nobody:", () => {
  const adding: Record<string, (wire: WireDescription) => void> = {
    "a procedure": (wire) => Object.assign(wire.procedures, { "messages.edit": wire.procedures["messages.send"] }),
    "an optional input field": (wire) => Object.assign(fieldsOf(input(wire, "messages.send")), { urgent: { type: "boolean" } }),
    "an input for a call that took none": (wire) =>
      Object.assign(wire.procedures["auth.me"] ?? {}, { input: { isOptional: true, schema: { type: "object", properties: {} } } }),
    "an input field that may now be left out": (wire) =>
      Object.assign(input(wire, "messages.send"), { required: ["conversationId", "id"] }),
    "a value that an input takes": (wire) =>
      Object.assign(fieldsOf(input(wire, "presence.set")), { status: { type: "string", enum: ["online", "away", "busy", "training"] } }),
    "an output field": (wire) => {
      Object.assign(message(wire), { reactions: { type: "array", items: { type: "string" } } });
      wire.definitions.Message?.required?.push("reactions");
    },
    "an answer where there was none": (wire) =>
      Object.assign(wire.procedures["conversations.rename"] ?? {}, { output: { type: "string" } }),
    "an event": (wire) => {
      wire.definitions.PollEvent = { type: "object", properties: { type: { type: "string", const: "poll" } }, required: ["type"] };
      wire.definitions.ChatEvent?.anyOf?.push({ $ref: "#/definitions/PollEvent" });
    },
    "a kind of message": (wire) => Object.assign(wire.definitions.MessageKind ?? {}, { enum: ["image", "system", "text"] }),
    "an output that is never null any more": (wire) => Object.assign(message(wire), { replyToId: { type: "string" } }),
    "an error": (wire) => Object.assign(wire.errors, { TOO_LATE: { trpc: "BAD_REQUEST", retry: false } }),
    "a greater limit": (wire) => Object.assign(wire.limits, { messageCharactersMax: 4000 }),
  };

  it.each(Object.entries(adding))("%s", (_, change) => {
    const wire = changed(change);
    expect(wire).not.toEqual(now);
    expect(wireBreaks(now, wire)).toEqual([]);
  });
});
