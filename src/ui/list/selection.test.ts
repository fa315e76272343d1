import { expect, it } from "vitest";
import { extendTo, noSelection, rowAfter, rowInPlaceOf, type Selection, toggle } from "./selection";

const loaded = [..."abcde"];
const keysOf = ({ keys }: Selection) => [...keys].sort().join("");

it("chooses one after the other, and each a second time no longer", () => {
  const two = toggle(toggle(noSelection, "a", loaded), "c", loaded);
  expect(keysOf(two)).toBe("ac");
  expect(keysOf(toggle(two, "a", loaded))).toBe("c");
});

it("chooses a range from what was chosen last, in both directions", () => {
  const one = toggle(noSelection, "c", loaded);
  expect(keysOf(extendTo(one, "e", loaded))).toBe("cde");
  expect(keysOf(extendTo(extendTo(one, "e", loaded), "a", loaded))).toBe("abcde");
  expect(keysOf(extendTo(noSelection, "b", loaded))).toBe("b");
});

it("goes from everything to everything that is loaded without one", () => {
  expect(toggle({ isAll: true, keys: new Set(), anchor: null }, "b", loaded)).toEqual({
    isAll: false,
    keys: new Set([..."acde"]),
    anchor: "b",
  });
});

it("goes on with the next row that is still there", () => {
  const there = (keys: string) => (key: string) => keys.includes(key);
  expect(rowAfter("b", loaded, there("acde"))).toBe("c");
  expect(rowAfter("b", loaded, there("ae"))).toBe("e");
  expect(rowAfter("e", loaded, there("abe"))).toBeNull();
  expect(rowAfter("e", [...loaded].reverse(), there("abe"))).toBe("b");
  expect(rowAfter("gone", loaded, there("abcde"))).toBe("a");
});

it("puts the next row that is still there in the place of one that has left, and at the end the one before", () => {
  const place = (key: string, keys: string) => rowInPlaceOf(key, loaded, (one) => keys.includes(one));
  expect([place("b", "acde"), place("b", "ae"), place("e", "abd"), place("c", "")]).toEqual(["c", "e", "d", null]);
});
