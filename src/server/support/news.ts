/**
 * What a desk is told beside its cases. Nothing is sent for it when it happens: the database counts what changed (migration 0012) and knows what was not seen,
 * and each process asks once a second for all whose desk is open on it. So a change reaches every desk whoever made it, over any number of processes, with Redis
 * or without, and whoever comes back is told how things stand now (docs/decisions/022).
 */
import type { DeskNews, UnseenMention } from "../../shared/desk-news";
import { limits } from "../../shared/limits";
import type { Clock } from "../platform/clock";
import type { Sql } from "../platform/db";
import type { Log } from "../platform/log";

const readNews = {
  name: "support-read-news",
  text: `
    select v.n::int, d.settings, d.replies, d.views, coalesce(u.unseen, '[]') as unseen
    from (select n, user_id, array_agg(gym_id) as gym_ids from unnest($1::int[], $2::uuid[], $3::uuid[]) as v (n, user_id, gym_id) group by n, user_id) v
    cross join lateral (
      select sum(settings)::int as settings, sum(replies)::int as replies, sum(views)::int as views from desk_versions where gym_id = any(v.gym_ids)) d
    cross join lateral (
      select json_agg(json_build_object('conversationId', m.conversation_id, 'noteId', m.note_id, 'version', m.version)) as unseen from (
        select m.conversation_id, m.note_id, n.version from note_mentions m
        join conversations c on c.id = m.conversation_id and c.gym_id = any(v.gym_ids)
        join notes n on n.conversation_id = m.conversation_id and n.id = m.note_id
        where m.user_id = v.user_id and m.seen_at is null
        order by m.created_at desc, m.note_id desc limit $4) m) u`,
};

interface NewsRow extends Record<string, unknown>, Omit<DeskNews, "unseen"> {
  n: number;
  unseen: UnseenMention[];
}

/** Whose desk is open, and at which desks they work. */
export interface NewsReader {
  id: string;
  deskGymIds: readonly string[];
}

interface Watcher {
  reader: NewsReader;
  tell(news: DeskNews): void;
}

const everyMs = 1_000;

/** The desks that are open on this process, and what they are to be told. */
export class NewsBoard {
  readonly #parts: { db: Sql; log: Log };
  readonly #watchers = new Set<Watcher>();
  readonly #timer: Disposable;
  #looking: Promise<void> | null = null;
  #isFailing = false;

  constructor({ db, log, clock }: { db: Sql; log: Log; clock: Clock }) {
    this.#parts = { db, log };
    this.#timer = clock.every(everyMs, () => this.#look());
  }

  /** How things stand. */
  async read(reader: NewsReader): Promise<DeskNews> {
    const news = (await this.#read([reader])).get(keyOf(reader));
    if (!news) throw new Error(`${reader.id} works at no desk`);
    return news;
  }

  /** Tells how things stand each time that was asked for, changed or not, until disposed. */
  watch(reader: NewsReader, tell: (news: DeskNews) => void): Disposable {
    const watcher = { reader, tell };
    this.#watchers.add(watcher);
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  async stop(): Promise<void> {
    this.#timer[Symbol.dispose]();
    await this.#looking;
  }

  #look(): void {
    if (this.#watchers.size === 0) return;
    this.#looking ??= this.#tellAll().finally(() => {
      this.#looking = null;
    });
  }

  async #tellAll(): Promise<void> {
    const watchers = [...this.#watchers];
    try {
      const news = await this.#read(watchers.map(({ reader }) => reader));
      this.#isFailing = false;
      for (const watcher of watchers) {
        const own = news.get(keyOf(watcher.reader));
        if (own && this.#watchers.has(watcher)) watcher.tell(own);
      }
    } catch (error) {
      if (!this.#isFailing)
        this.#parts.log.warn({ error: String(error) }, "the news of the desks could not be read; they are asked for again until they can");
      this.#isFailing = true;
    }
  }

  async #read(readers: readonly NewsReader[]): Promise<Map<string, DeskNews>> {
    const each = [...new Map(readers.map((reader) => [keyOf(reader), reader])).values()];
    const desks = each.flatMap(({ id, deskGymIds }, n) => deskGymIds.map((gymId) => ({ n, id, gymId })));
    const rows = await this.#parts.db.rows<NewsRow>(readNews, [
      desks.map(({ n }) => n),
      desks.map(({ id }) => id),
      desks.map(({ gymId }) => gymId),
      limits.unseenMentionsMax,
    ]);
    const keys = each.map(keyOf);
    return new Map(rows.map(({ n, ...news }) => [keys[n] ?? "", news]));
  }
}

/** Somebody's sign-ins may differ for a moment in the desks that they know of: each is told of its own alone. */
const keyOf = ({ id, deskGymIds }: NewsReader) => [id, ...deskGymIds].join(" ");
