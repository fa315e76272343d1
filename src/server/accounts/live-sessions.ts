/**
 * The sign-ins behind this process's open sockets. A sign-in is checked when a socket opens, and from then on three things end it: its own
 * expiry, news from any process over the bus, and once a second the database, asked which sign-ins ended lately. The last finds what the bus
 * lost, so a sign-out ends every socket within about a second even when Redis is away.
 */
import type { Bus } from "../platform/bus";
import type { Clock } from "../platform/clock";
import type { Sql } from "../platform/db";
import type { Log } from "../platform/log";
import type { Actor } from "./actor";
import { readEndedSessions } from "./read-ended-sessions";
import { readSessionNews, type SessionNews, sessionTopic } from "./session-news";

/** `expired`: its time was over and nobody renewed it. `ended`: signed out, disabled, or the person's role or gym changed. */
export type SessionEnd = "expired" | "ended";

/** One socket's sign-in. Disposing forgets it, without calling `end`. */
export interface LiveSession extends Disposable {
  /** Goes on with a newer sign-in of the same user. */
  renew(actor: Actor): void;
}

export interface LiveSessions extends AsyncDisposable {
  /** Watches a sign-in until it is disposed or over; `end` is called once at most, and never from within `open`. */
  open(session: { actor: Actor; end: (reason: SessionEnd) => void }): LiveSession;
}

interface Entry {
  actor: Actor;
  end: (reason: SessionEnd) => void;
  timer: Disposable | undefined;
}

const pollIntervalMs = 1_000;
// setTimeout counts in 32 bits and fires at once beyond them.
const timerMsMax = 2_000_000_000;

/** Opens the registry of a process. */
export async function openLiveSessions({ bus, db, clock, log }: { bus: Bus; db: Sql; clock: Clock; log: Log }): Promise<LiveSessions> {
  const entries = new Set<Entry>();

  const forget = (entry: Entry) => {
    entry.timer?.[Symbol.dispose]();
    return entries.delete(entry);
  };
  const finish = (entry: Entry, reason: SessionEnd) => {
    if (!forget(entry)) return;
    try {
      entry.end(reason);
    } catch (error) {
      // One socket that cannot be closed must not keep the others open.
      log.error({ sessionId: entry.actor.sessionId, error: String(error) }, "a socket could not be ended");
    }
  };
  const arm = (entry: Entry) => {
    entry.timer?.[Symbol.dispose]();
    const left = entry.actor.expiresAt - clock.now();
    entry.timer = clock.after(Math.max(0, Math.min(left, timerMsMax)), () => {
      if (entry.actor.expiresAt <= clock.now()) finish(entry, "expired");
      else arm(entry);
    });
  };
  const apply = (news: SessionNews) => {
    for (const entry of [...entries]) if (concerns(news, entry.actor)) finish(entry, "ended");
  };

  const subscription = await bus.subscribe(sessionTopic, (text) => {
    const news = readSessionNews(text);
    if (news) apply(news);
  });
  const poll = pollFor({ db, clock, log }, entries, apply);
  const ticks = clock.every(pollIntervalMs, () => void poll());

  return {
    open({ actor, end }) {
      const entry: Entry = { actor, end, timer: undefined };
      entries.add(entry);
      arm(entry);
      return {
        renew(next) {
          if (!entries.has(entry)) return;
          entry.actor = next;
          arm(entry);
        },
        [Symbol.dispose]: () => void forget(entry),
      };
    },
    async [Symbol.asyncDispose]() {
      ticks[Symbol.dispose]();
      for (const entry of [...entries]) forget(entry);
      await subscription[Symbol.asyncDispose]();
    },
  };
}

function concerns(news: SessionNews, actor: Actor): boolean {
  return "userId" in news ? actor.id === news.userId && actor.sessionVersion < news.sessionVersion : actor.sessionId === news.sessionId;
}

/** One question at a time, none while nobody is here. What was missed while the database did not answer is asked for afterwards. */
function pollFor(
  { db, clock, log }: { db: Sql; clock: Clock; log: Log },
  entries: ReadonlySet<Entry>,
  apply: (news: SessionNews) => void,
): () => Promise<void> {
  let asking = false;
  let answeredAt: number | null = null;
  return async () => {
    if (entries.size === 0) answeredAt = null;
    if (asking || entries.size === 0) return;
    asking = true;
    const startedAt = clock.monotonic();
    try {
      const open = () => [...entries].map((entry) => entry.actor);
      for (const news of await readEndedSessions(db, { open, sinceMs: answeredAt === null ? 0 : startedAt - answeredAt })) apply(news);
      answeredAt = startedAt;
    } catch (error) {
      // The next tick asks again, about the time since the last answer.
      answeredAt ??= startedAt;
      log.warn({ error: error instanceof Error ? error.message : String(error) }, "ended sign-ins could not be read");
    } finally {
      asking = false;
    }
  };
}
