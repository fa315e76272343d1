import { expect, it } from "vitest";
import { fillReply, firstNameOf, unknownVariables } from "./canned-replies";

it("fills in what a reply names, as often as it names it", () => {
  const values = { "member.firstName": "Zoë", "gym.name": "Iron $& Temple" };
  expect(fillReply("Hi {{member.firstName}}! {{ gym.name }} greets {{member.firstName}}.", values)).toEqual({
    text: "Hi Zoë! Iron $& Temple greets Zoë.",
    missing: [],
  });
});

it("gives no text when anything is missing, and says what", () => {
  const none = { text: null, missing: ["member.name", "toString"] };
  expect(fillReply("{{member.name}} {{gym.name}} {{toString}} {{member.name}}", { "member.name": "", "gym.name": "G" })).toEqual(none);
});

it("finds what no reply can name", () => {
  expect(unknownVariables("{{member.name}} {{membr.name}} {{}} {{membr.name}} {single}")).toEqual(["membr.name", ""]);
});

it("addresses people by the first of their names", () => {
  expect(["Zoë Groß", "  Cher ", ""].map(firstNameOf)).toEqual(["Zoë", "Cher", ""]);
});
