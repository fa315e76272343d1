/** npm run env:example: writes .env.example from the settings' table. */
import { writeFile } from "node:fs/promises";
import { envExample } from "../src/server/env";

await writeFile(".env.example", envExample());
