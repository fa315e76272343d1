/** Which master of a Redis Cluster holds what. */
const slotCount = 16_384;

interface Owned {
  from: number;
  to: number;
  /** redis://… of the master. */
  url: string;
}

/** What `CLUSTER SLOTS` answers: ranges of slots, each with its master first. */
type SlotsAnswer = [from: number, to: number, ...nodes: [host: string | null, port: number, ...rest: unknown[]][]][];

/**
 * Reads an answer to `CLUSTER SLOTS`.
 * @param asked the address that was asked: how to sign in, and the host where a master does not say its own
 */
export function readSlots(answer: SlotsAnswer, asked: string): Owned[] {
  return answer.flatMap(([from, to, master]) => {
    if (!master) return [];
    const [host, port] = master;
    const url = new URL(asked);
    if (host) url.hostname = host.includes(":") ? `[${host}]` : host;
    url.port = String(port);
    return [{ from, to, url: url.href }];
  });
}

/** The slot of a key or channel: of what stands between its first braces, where something does. */
export function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  return crc16(Buffer.from(tag)) % slotCount;
}

/** CRC-16/XMODEM, as Redis Cluster has it. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
