import { expect, it } from "vitest";
import { matches } from "./match";

it("finds by each of the words, whatever their case and accents", () => {
  expect(matches("zoe gro", "Zoë Groß")).toBe(true);
  expect(matches("", "anything")).toBe(true);
  expect(matches("zoe berg", "Zoë Groß")).toBe(false);
});
