import { expect, test } from "vitest";
import { oneByOne } from "./one-by-one";

test("what fails keeps nothing else from being done, and is thrown in the end", async () => {
  const done: number[] = [];
  const deed = async (one: number) => {
    if (one % 2 === 0) throw new Error(`${one} is even`);
    done.push(one);
    return one > 1;
  };
  await expect(oneByOne([1, 2, 3, 4, 5], deed)).rejects.toThrow("2 is even");
  expect(done).toEqual([1, 3, 5]);
  expect(await oneByOne([1, 3, 5], deed)).toBe(2);
});
