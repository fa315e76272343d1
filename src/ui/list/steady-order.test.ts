import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepOrder } from "./steady-order";

const key = (item: string) => item.charAt(0);
const keep = (held: string, fresh: string) => {
  const { items, updates } = keepOrder([...held], [...fresh], key);
  return [items.join(""), updates] as const;
};

describe("a list under the pointer", () => {
  it("keeps its order when a row rises, and counts one update", () => {
    expect(keep("abcd", "cabd")).toEqual(["abcd", 1]);
    expect(keep("abcd", "dcab")).toEqual(["abcd", 2]);
  });

  it("keeps a new row out, and a gone row in, until the order is let loose", () => {
    expect(keep("abc", "xabc")).toEqual(["abc", 1]);
    expect(keep("abc", "ac")).toEqual(["abc", 1]);
  });

  it("takes a further page below at once", () => {
    expect(keep("abc", "abcde")).toEqual(["abcde", 0]);
    expect(keep("abc", "cabde")).toEqual(["abcde", 1]);
  });

  it("shows the fresh content of a row that stays", () => {
    expect(keepOrder(["a1", "b1"], ["b2", "a1"], key)).toEqual({ items: ["a1", "b2"], updates: 1 });
  });

  it("never moves a held row, whatever happens", () => {
    const keys = fc.uniqueArray(fc.constantFrom(..."abcdefghij"), { maxLength: 10 });
    fc.assert(
      fc.property(keys, keys, (held, fresh) => {
        const { items, updates } = keepOrder(held, fresh, key);
        expect(items.slice(0, held.length)).toEqual(held);
        expect(new Set(items).size).toBe(items.length);
        if (held.join() === fresh.join()) expect(updates).toBe(0);
      }),
    );
  });
});
