import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { drawFace } from "./faces";
import { people, slugOf } from "./people";

const folder = fileURLToPath(new URL("../../public/avatars/", import.meta.url));

test("the faces that are served are those that are drawn, each another one", () => {
  const drawn = Object.fromEntries(people.map(({ name, look }) => [`${slugOf(name)}.svg`, drawFace(name, look)]));
  const served = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(`${folder}${file}`, "utf8")]));
  // After a change: npx tsx scripts/draw-avatars.ts
  expect(served).toEqual(drawn);
  expect(new Set(Object.values(drawn)).size).toBe(people.length);
});
