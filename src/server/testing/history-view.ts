/** What a device shows, and the same on a client that has just loaded everything: after any history they must be equal. */
import { caseDesk } from "../../client/case-desk";
import type { CaseDesk } from "../../client/case-desk.types";
import type { ChatClient } from "../../client/chat-client.types";
import { pause } from "../../client/clock";
import type { ConversationState } from "../../shared/apply-event";
import type { ConversationSummary, Participant } from "../../shared/conversations";
import type { Message } from "../../shared/messages";
import { DeskView } from "../../shared/support";
import { until } from "./chat-person";
import type { Device, World } from "./history-world";
import { hurriedClock } from "./hurried-clock";

const queueViews = DeskView.options;
/** People's time, without that in which this process could do nothing. */
const clock = hurriedClock(1);

/** Whose messages stand where: conversation → sender → `seq`s. */
type Authors = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** Resolves when every device is live and has sent what it had to send. Throws what does not come to rest. */
export async function comeToRest(world: World, withinMs = 20_000): Promise<void> {
  for (const device of world.devices) {
    const { name, client } = device;
    const rest = until(client.connection, ({ status, queued }) => status === "live" && queued === 0);
    await within(withinMs, rest, () => {
      const waiting = world.known(device).flatMap((id) =>
        client
          .thread(id)
          .getSnapshot()
          .outbox.map(({ content }) => ({ id, content })),
      );
      const { connection, device: kept } = client;
      return `${name} does not come to rest: ${JSON.stringify({ ...connection.getSnapshot(), ...kept.getSnapshot(), waiting })}`;
    });
  }
}

/** Compares each device with a fresh client of its user, until they agree; answers the last difference, or `null`. */
export async function differenceFromFresh(
  world: World,
  withinMs = 8_000,
): Promise<{ device: string; shown: unknown; fresh: unknown } | null> {
  const deadline = clock.now() + withinMs;
  const differences = await Promise.all(world.devices.map((device) => difference(world, device, deadline)));
  return differences.find((one) => one !== null) ?? null;
}

async function difference(
  world: World,
  device: Device,
  deadline: number,
): Promise<{ device: string; shown: unknown; fresh: unknown } | null> {
  for (;;) {
    const authors = await authorsOf(world);
    const fresh = await freshView(world, device, authors);
    const shown = viewOf(device, authors);
    if (JSON.stringify(shown) === JSON.stringify(fresh)) return null;
    if (clock.now() > deadline) return { device: device.name, shown, fresh };
    await pause(clock, 60);
  }
}

interface Showing {
  client: ChatClient;
  desk: CaseDesk;
  userId: string;
  reading: Iterable<string>;
  /** Whose files are open. */
  files: Iterable<string>;
  watchesQueue: boolean;
}

function viewOf({ client, desk, userId, reading, files, endQueue }: Device, authors: Authors): unknown {
  const showing = { client, desk, userId, reading: reading.keys(), files: files.keys(), watchesQueue: endQueue !== null };
  return view(showing, authors, reachOf(client, reading.keys()));
}

/** How far a device has loaded: of each list how many, and whether it believes that to be all; of each thread from where to where. */
interface Reach {
  lists: Record<"inbox" | "archived", { count: number; hasMore: boolean }>;
  threads: ReadonlyMap<string, { from: number; to: number }>;
}

function reachOf(client: ChatClient, reading: Iterable<string>): Reach {
  const list = (name: "inbox" | "archived") => {
    const { items, hasMore } = client.conversations(name).getSnapshot();
    return { count: items.length, hasMore };
  };
  const threads = [...reading].map((id) => {
    const { messages, hasMoreAfter } = client.thread(id).getSnapshot();
    return [id, { from: startOf(messages), to: hasMoreAfter ? (messages.at(-1)?.seq ?? 0) : Number.POSITIVE_INFINITY }] as const;
  });
  return { lists: { inbox: list("inbox"), archived: list("archived") }, threads: new Map(threads) };
}

/** The same screens on a client that begins now, scrolled up as far as the device is. */
async function freshView(world: World, device: Device, authors: Authors): Promise<unknown> {
  const client = world.fresh(device.userId);
  const desk = caseDesk(client);
  const beganAt = performance.now();
  const states: string[] = [];
  const ends = [
    client.conversations("archived").subscribe(() => undefined),
    client.connection.subscribe(() => states.push(`${client.connection.getSnapshot().status} ${Math.round(performance.now() - beganAt)}`)),
  ];
  if (device.endQueue) ends.push(...queueViews.map((name) => client.queue(name).subscribe(() => undefined)));
  try {
    client.start();
    await within(
      10_000,
      until(client.connection, ({ status }) => status === "live"),
      () =>
        `a fresh client of ${device.name} does not become live: ${states.join(", ")}, list ${client.conversations("inbox").getSnapshot().status}`,
    );
    await within(
      5_000,
      until(client.conversations("archived"), ({ status }) => status === "ready"),
      () => "the archive does not load",
    );
    const reach = reachOf(device.client, device.reading.keys());
    for (const name of ["inbox", "archived"] as const) {
      const list = client.conversations(name);
      while (list.getSnapshot().items.length < reach.lists[name].count && list.getSnapshot().hasMore)
        await client.loadMoreConversations(name);
    }
    for (const [id, { from }] of reach.threads) {
      const thread = client.thread(id);
      ends.push(thread.subscribe(() => undefined));
      await within(
        5_000,
        until(thread, ({ status }) => status !== "loading"),
        () => `${id} does not load`,
      );
      while (startOf(thread.getSnapshot().messages) > from && thread.getSnapshot().hasMoreBefore) await client.loadBefore(id);
    }
    if (device.endQueue) {
      for (const name of queueViews)
        await within(
          5_000,
          until(client.queue(name), ({ status }) => status === "ready"),
          () => "the queue does not load",
        );
    }
    for (const id of device.files.keys()) {
      const file = desk.file(id);
      ends.push(file.subscribe(() => undefined));
      await within(
        5_000,
        until(file, ({ status }) => status !== "loading"),
        () => `the file of ${id} does not load`,
      );
    }
    const showing = {
      client,
      desk,
      userId: device.userId,
      reading: reach.threads.keys(),
      files: device.files.keys(),
      watchesQueue: device.endQueue !== null,
    };
    return view(showing, authors, reach);
  } finally {
    for (const end of ends) end();
    await client.stop();
  }
}

function startOf(messages: readonly Message[]): number {
  return messages[0]?.seq ?? 0;
}

/** @param reach how far lists and threads are compared */
function view({ client, desk, userId, reading, files, watchesQueue }: Showing, authors: Authors, reach: Reach): unknown {
  const visible = (state: ConversationSummary, isDesk = false) => visibleTo(userId, state, { authors, isDesk });
  const lists = (["inbox", "archived"] as const).map((name) => {
    const { status, items, hasMore } = client.conversations(name).getSnapshot();
    const { count, hasMore: mayHaveMore } = reach.lists[name];
    return { status, items: items.slice(0, count), isWhole: mayHaveMore || (!hasMore && items.length === count) };
  });
  const mine = new Set(lists.flatMap(({ items }) => items.map(({ id }) => id)));
  const threads = [...reading]
    .filter((id) => mine.has(id))
    .sort()
    .map((id) => {
      const { status, messages, outbox, conversation } = client.thread(id).getSnapshot();
      const { from = 0, to = 0 } = reach.threads.get(id) ?? {};
      const shown = messages.filter(({ seq }) => seq >= from && seq <= to);
      return {
        id,
        status,
        messages: shown.map(sorted),
        waiting: outbox.filter(({ state }) => state === "pending"),
        conversation: conversation && visible(conversation),
      };
    });
  const queue = watchesQueue
    ? queueViews.map((name) => {
        const { status, items, counts } = client.queue(name).getSnapshot();
        return {
          status,
          counts: sorted(counts),
          items: items.map((item) => ({ case: sorted(item.case), conversation: visible(item.conversation, true) })),
        };
      })
    : null;
  const me = client.me.getSnapshot();
  return {
    me: me && { id: me.id, name: me.name, role: me.role },
    totalUnread: client.totalUnread.getSnapshot(),
    lists: lists.map(({ items, ...list }) => ({ ...list, items: items.map((one) => visible(one)) })),
    threads,
    queue,
    files: [...files].sort().map((id) => fileView(desk, id)),
  };
}

function fileView(desk: CaseDesk, id: string): unknown {
  const { status, case: current, notes, pendingNoteIds, timeline, earlier } = desk.file(id).getSnapshot();
  return {
    id,
    status,
    case: current && sorted(current),
    notes: notes.map(sorted),
    pendingNoteIds,
    timeline: timeline.map(sorted),
    earlier: earlier.map(sorted),
  };
}

/**
 * What this viewer can see of a conversation. Receipts go to the authors whose messages they cover: of others' watermarks that is how many of the
 * viewer's own messages they cover. When something was read is told by each device's own clock until the server's word comes.
 */
function visibleTo(
  userId: string,
  state: ConversationSummary | ConversationState,
  { authors, isDesk }: { authors: Authors; isDesk: boolean },
): unknown {
  const {
    messages: _messages,
    version: _version,
    participants,
    lastMessage,
    own,
    ...rest
  } = { messages: [] as readonly Message[], ...state };
  const bySender = authors.get(state.id);
  const seqs = isDesk ? [...(bySender?.values() ?? [])].flat() : (bySender?.get(userId) ?? []);
  const covered = (seq: number) => seqs.filter((one) => one <= seq).length;
  const seen = (one: Participant) => {
    const marks = { lastReadSeq: covered(one.lastReadSeq), lastDeliveredSeq: covered(one.lastDeliveredSeq) };
    return sorted({ ...one, ...(one.id !== userId && marks), lastReadAt: null });
  };
  return sorted({ ...rest, own: sorted(own), lastMessage: lastMessage && sorted(lastMessage), participants: participants.map(seen) });
}

/** The same fields in the same order, so that equal things are equal as text. */
function sorted<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}

async function authorsOf({ installation }: World): Promise<Authors> {
  const { rows } = await installation.runtime.db.pool.query<{ conversation_id: string; sender_id: string; seq: number }>(
    "select conversation_id, sender_id, seq from messages order by seq",
  );
  const authors = new Map<string, Map<string, number[]>>();
  for (const { conversation_id: id, sender_id: sender, seq } of rows) {
    const conversation = authors.get(id) ?? new Map<string, number[]>();
    authors.set(id, conversation.set(sender, [...(conversation.get(sender) ?? []), seq]));
  }
  return authors;
}

async function within<T>(ms: number, work: Promise<T>, words: () => string): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(ms, () => reject(new Error(words())));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
