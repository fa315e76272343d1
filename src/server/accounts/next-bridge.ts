/**
 * Next runs route handlers and server components in this very process, but from its own copies of all modules. What must exist once (the
 * database pool, the bus, the rate limits) is handed over on `globalThis`.
 */
import type { Runtime } from "../platform/runtime";

const key = Symbol.for("gymproluxe-chat.shared-services");

/** What the pages and route handlers of Next may use. */
export type SharedServices = Pick<Runtime, "env" | "log" | "clock" | "db" | "bus" | "rateLimits">;

/** Makes the process's services reachable from Next; called once, before Next takes its first request. */
export function shareWithNext(services: SharedServices): void {
  (globalThis as Record<symbol, unknown>)[key] = services;
}

/** The services of this process, from within Next. Throws when Next was started by itself instead of by `server/main.ts`. */
export function sharedServices(): SharedServices {
  const services = (globalThis as Record<symbol, unknown>)[key] as SharedServices | undefined;
  if (!services) throw new Error("the pages are served by src/server/main.ts, not by Next alone");
  return services;
}
