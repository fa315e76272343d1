import { expect, it } from "vitest";
import { mentionsIn, notePieces } from "./mention-words";

const people = [
  { id: "1", name: "Anna" },
  { id: "2", name: "Anna Berg" },
  { id: "3", name: "Zoë Groß" },
];

it("finds whom a note names, by the longer name where two fit, and once", () => {
  expect(mentionsIn("@Anna Berg, please; @anna too, and @ANNA again", people)).toEqual(["2", "1"]);
  expect(mentionsIn("(@Zoë Groß)", people)).toEqual(["3"]);
});

it("takes neither addresses nor longer words for somebody", () => {
  expect(mentionsIn("mail@Anna.example and @Annabelle and @nobody @", people)).toEqual([]);
});

it("cuts a note into pieces that put together are the note", () => {
  const content = "See @Anna Berg's mail, @Anna";
  const pieces = notePieces(content, people);
  expect(pieces.map(({ text }) => text).join("")).toBe(content);
  expect(pieces.map(({ mentioned }) => mentioned?.id ?? null)).toEqual([null, "2", null, "1"]);
});
