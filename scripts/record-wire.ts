/**
 * `npm run wire:record`: keeps what was added to the wire, so that from now on it is held. Refuses when something that was released would break;
 * `-- --breaking` records it all the same, for what no client outside this repository has ever seen.
 */
import { existsSync } from "node:fs";
import { wireBreaks } from "./wire-breaks";
import { describeWire, readRecord, recordFile, writeRecord } from "./wire-description";

const now = describeWire();
const breaks = existsSync(recordFile) ? wireBreaks(readRecord(), now) : [];
if (breaks.length > 0 && !process.argv.includes("--breaking")) {
  console.error(`This would break clients that are out there:\n${breaks.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
} else {
  writeRecord(now);
  console.log(`${recordFile}: ${Object.keys(now.procedures).length} procedures, ${Object.keys(now.definitions).length} types`);
}
