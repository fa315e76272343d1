import { expect, it } from "vitest";
import { denseRun, tailStart } from "./dense-run";
import { exampleMessage } from "./testing/example-conversation";

const messages = (...seqs: number[]) => seqs.map((seq) => exampleMessage(seq));
const seqsFrom = (start: number, ...seqs: number[]) => denseRun(messages(...seqs), start).map(({ seq }) => seq);

it("shows from the start of the window up to the first hole", () => {
  expect(seqsFrom(3, 1, 2, 3, 4, 5)).toEqual([3, 4, 5]);
  expect(seqsFrom(3, 1, 3, 4, 6, 7)).toEqual([3, 4]);
  expect(seqsFrom(1, 1, 9)).toEqual([1]);
});

it("shows nothing when the first message of the window is missing", () => {
  expect(seqsFrom(2, 1, 3, 4)).toEqual([]);
  expect(seqsFrom(1)).toEqual([]);
  expect(seqsFrom(9, 1, 2)).toEqual([]);
});

it("finds where the end begins to be whole", () => {
  expect(tailStart(messages(1, 2, 5, 6, 7))).toBe(5);
  expect(tailStart(messages(4))).toBe(4);
  expect(tailStart([])).toBeNull();
});
