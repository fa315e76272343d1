/**
 * A line of a table by RFC 4180, ended. A text that a spreadsheet would run as a formula gets an apostrophe before it, which spreadsheets do not show; numbers
 * are ours and stay numbers.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

// What a formula begins with, also after blanks and line ends, which spreadsheets take away; and the wide forms of the same.
const formula = /^\s*[=+\-@\t\r\n|%＝＋－＠]/;

function cellOf(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
