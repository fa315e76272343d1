import { expect, test } from "vitest";
import { shortGymNames } from "./short-gym-names";

const shortOf = (...names: string[]) => [...shortGymNames(names.map((name, at) => ({ id: `${at}`, name }))).values()];

test("the words that all names begin with are left out, as long as something is left of each", () => {
  expect(shortOf("GymProLuxe City", "GymProLuxe Lake Side")).toEqual(["City", "Lake Side"]);
  expect(shortOf("Fit One", "Fit One Plus")).toEqual(["One", "One Plus"]);
  expect(shortOf("Iron", "Iron House")).toEqual(["Iron", "Iron House"]);
  expect(shortOf("City Gym", "Lake Gym")).toEqual(["City Gym", "Lake Gym"]);
});

test("a gym of its own keeps its name", () => {
  expect(shortOf("GymProLuxe City")).toEqual(["GymProLuxe City"]);
  expect(shortOf()).toEqual([]);
});
