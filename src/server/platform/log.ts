import { pino } from "pino";

/** Structured logs. They carry ids, codes and durations, never what people wrote, names, addresses or tokens. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error" | "child">;

export function openLog(level: string): Log {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
}
