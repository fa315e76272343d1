import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** The releases that closed known holes in what stands at the door. Never below. */
const floors = {
  // A WebSocket upgrade could make a self-hosted server fetch for the attacker; middleware could be skipped.
  next: "16.3.3",
  "next-auth": "4.24.15",
  "@trpc/server": "11.8.0",
  ws: "8.21.1",
};

const numbers = (version: string) => version.split("-", 1)[0]?.split(".").map(Number) ?? [];

function isAtLeast(version: string, floor: string): boolean {
  const [have, want] = [numbers(version), numbers(floor)];
  for (const [at, part] of want.entries()) if (have[at] !== part) return (have[at] ?? 0) > part;
  return true;
}

it.each(Object.entries(floors))("%s is installed at %s or newer", (name, floor) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string };
  expect(isAtLeast(version, floor), `${name} ${version} is older than ${floor}`).toBe(true);
});

it("tells older from newer", () => {
  expect([
    isAtLeast("16.3.2", "16.3.3"),
    isAtLeast("15.9.9", "16.3.3"),
    isAtLeast("16.10.0", "16.3.3"),
    isAtLeast("16.3.3", "16.3.3"),
  ]).toEqual([false, false, true, true]);
});
