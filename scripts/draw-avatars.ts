/** Draws the faces of the demo gym into public/avatars: `npx tsx scripts/draw-avatars.ts`, after a change of people.ts or faces.ts there. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drawFace } from "../prisma/seed/faces";
import { people, slugOf } from "../prisma/seed/people";

const folder = fileURLToPath(new URL("../public/avatars/", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const { name, look } of people) writeFileSync(`${folder}${slugOf(name)}.svg`, drawFace(name, look));
