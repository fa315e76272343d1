/** What a message of the generator carries, found again by a search for two bytes: its number and when it was sent. */
const sign = Buffer.from("@@");
const indexDigits = 8;
const timeDigits = 12;
const length = sign.length + indexDigits + timeDigits;
const words = " see you at the six o'clock class, and bring the blue mat along";

/** Microseconds since this process began. */
export function nowUs(): number {
  return Math.trunc(performance.now() * 1_000);
}

/** The text of message `index`, sent now. */
export function contentOf(index: number, sentUs: number): string {
  return `@@${String(index).padStart(indexDigits, "0")}${String(sentUs).padStart(timeDigits, "0")}${words}`;
}

/** Tells every marker between `from` and `to`. */
export function eachMarker(
  buffer: Buffer,
  { from, to }: { from: number; to: number },
  tell: (index: number, sentUs: number) => void,
): void {
  const bytes = buffer.subarray(from, to);
  for (let at = bytes.indexOf(sign); at >= 0; at = bytes.indexOf(sign, at + length)) {
    tell(numberAt(bytes, at + 2, indexDigits), numberAt(bytes, at + 2 + indexDigits, timeDigits));
  }
}

/** Reads `digits` decimal digits. */
export function numberAt(bytes: Buffer, at: number, digits: number): number {
  let value = 0;
  for (let place = at; place < at + digits; place++) value = value * 10 + (bytes[place] ?? 48) - 48;
  return value;
}
