import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** What `/metrics` tells. Labels never carry ids: their number must stay small. */
export interface Metrics {
  registry: Registry;
  /** Open WebSockets. */
  sockets: Gauge;
  /** Sockets that were closed, by reason: `slow`, `expired`, `ended`, `limit` … */
  socketsClosed: Counter<"reason">;
  messagesSent: Counter;
  /** Events handed to sockets, each listener counted. */
  deliveries: Counter;
  /** Versions that the bus did not bring and the database did. */
  gapsRead: Counter;
  resyncs: Counter;
  rateLimited: Counter<"tier">;
  /** Texts that did not travel between processes because Redis was away. */
  busDropped: Counter;
}

/** Makes the series of one runtime, in a registry of its own. */
export function createMetrics(pool: pg.Pool): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("chat_db_connections", "Connections to PostgreSQL.", () => pool.totalCount);
  gauge("chat_db_connections_idle", "Connections to PostgreSQL that nobody uses.", () => pool.idleCount);
  gauge("chat_db_waiting", "Calls that wait for a connection to PostgreSQL.", () => pool.waitingCount);
  return {
    registry,
    sockets: new Gauge({ name: "chat_sockets", help: "Open WebSockets.", registers }),
    socketsClosed: new Counter({
      name: "chat_sockets_closed_total",
      help: "WebSockets that we closed.",
      labelNames: ["reason"],
      registers,
    }),
    messagesSent: new Counter({ name: "chat_messages_sent_total", help: "Messages committed by this process.", registers }),
    deliveries: new Counter({ name: "chat_deliveries_total", help: "Events handed to sockets.", registers }),
    gapsRead: new Counter({
      name: "chat_gaps_read_total",
      help: "Changes read from the database because the bus did not bring them.",
      registers,
    }),
    resyncs: new Counter({ name: "chat_resyncs_total", help: "Listeners told to load everything afresh.", registers }),
    busDropped: new Counter({ name: "chat_bus_dropped_total", help: "Texts for other processes dropped while Redis was away.", registers }),
    rateLimited: new Counter({ name: "chat_rate_limited_total", help: "Calls refused by a rate limit.", labelNames: ["tier"], registers }),
  };
}

/** Adds what concerns the whole process: event-loop delay, memory, CPU, garbage collection. Once per process. */
export function watchProcess({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry });
}
