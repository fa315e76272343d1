/** Frames after which a connection cannot go on, each with the close codes that may follow. */
import { frame, opcodes } from "./wire";

interface Deadly {
  name: string;
  bytes: () => Buffer;
  /** What the server may answer; `gone` is a connection that ends without a word. */
  expected: readonly (number | "gone")[];
}

const kilobytes = 1024;
const closeOf = (code: number) => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(payload, { opcode: opcodes.close });
};

export const oversized: readonly Deadly[] = [
  { name: "64 KB and a byte", bytes: () => frame(Buffer.alloc(64 * kilobytes + 1, 97)), expected: [1009] },
  { name: "1 MB", bytes: () => frame(Buffer.alloc(kilobytes * kilobytes, 97)), expected: [1009] },
  { name: "what says it is 100 MB", bytes: () => frame(Buffer.alloc(1_000), { length: 100n * 1024n * 1024n }), expected: [1009] },
  { name: "what says it is more than numbers hold", bytes: () => frame(Buffer.alloc(10), { length: 2n ** 62n }), expected: [1009] },
  {
    name: "fragments that together are too much",
    bytes: () =>
      Buffer.concat([
        frame(Buffer.alloc(32 * kilobytes, 97), { isFinal: false }),
        frame(Buffer.alloc(32 * kilobytes, 97), { opcode: opcodes.continuation, isFinal: false }),
        frame("a", { opcode: opcodes.continuation }),
      ]),
    expected: [1009],
  },
];

export const deadly: readonly Deadly[] = [
  ...oversized,
  {
    name: "tiny fragments without an end",
    bytes: () =>
      Buffer.concat([
        frame("a", { isFinal: false }),
        ...Array.from({ length: 70_000 }, () => frame("a", { opcode: opcodes.continuation, isFinal: false })),
      ]),
    expected: [1008, 1009],
  },
  { name: "what is not UTF-8", bytes: () => frame(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), expected: [1007] },
  { name: "half a character", bytes: () => frame(Buffer.from([0x22, 0xe2, 0x82, 0x22])), expected: [1007] },
  { name: "no mask", bytes: () => frame("{}", { isMasked: false }), expected: [1002] },
  { name: "what calls itself compressed", bytes: () => frame(Buffer.alloc(100, 7), { reserved: 4 }), expected: [1002] },
  { name: "bits that nobody agreed on", bytes: () => frame("{}", { reserved: 3 }), expected: [1002] },
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
    name: `opcode ${opcode}`,
    bytes: () => frame("{}", { opcode }),
    expected: [1002],
  })),
  { name: "a continuation of nothing", bytes: () => frame("{}", { opcode: opcodes.continuation }), expected: [1002] },
  {
    name: "a beginning in the middle",
    bytes: () => Buffer.concat([frame("{", { isFinal: false }), frame("}")]),
    expected: [1002],
  },
  { name: "a ping that is too long", bytes: () => frame(Buffer.alloc(126), { opcode: opcodes.ping }), expected: [1002] },
  { name: "half a ping", bytes: () => frame("x", { opcode: opcodes.ping, isFinal: false }), expected: [1002] },
  { name: "a close of one byte", bytes: () => frame("x", { opcode: opcodes.close }), expected: [1002] },
  ...[0, 999, 1004, 1005, 1006, 1016, 2999, 5000].map((code) => ({
    name: `a close with code ${code}`,
    bytes: () => closeOf(code),
    expected: [1002],
  })),
  { name: "a close like any other", bytes: () => closeOf(1000), expected: [1000] },
  { name: "the end of the connection", bytes: () => Buffer.alloc(0), expected: ["gone"] },
  { name: "half a frame and the end", bytes: () => frame("x".repeat(100)).subarray(0, 20), expected: ["gone"] },
];
