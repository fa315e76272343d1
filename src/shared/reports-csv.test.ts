import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "./reports-csv";

/** Reads lines as RFC 4180 has them. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  const line: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n)/y;
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    cell.lastIndex = at;
    const [, raw = "", end] = cell.exec(text) ?? [];
    line.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === "\r\n") lines.push(line.splice(0));
    if (end === undefined) throw new Error(`not a table at ${at}`);
  }
  return lines;
}

test("whatever is in a cell, it is read back, with an apostrophe before what would be a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'=+-@,"\r\n\t a1') })), { minLength: 1 }), (cells) => {
      const [line] = readCsv(csvLine(cells));
      expect(line?.map((cell, at) => (cell === cells[at] ? cell : cell.replace(/^'/, "")))).toEqual(cells);
      for (const cell of line ?? []) expect(cell.trimStart()).not.toMatch(/^[=+\-@|%＝＋－＠]/);
    }),
  );
});

test("numbers stay numbers, and nothing is nothing", () => {
  expect(csvLine([-1, 0.5, null, "", "a,b", 'say "hi"', "-1"])).toBe(`-1,0.5,,,"a,b","say ""hi""",'-1\r\n`);
});
