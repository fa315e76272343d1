/** What a device shows, and the same on a client that has just loaded everything: after any history they must be equal. */
import type { ChatClient, Thread } from "../../client/chat-client.types";
import type { ConversationState } from "../../shared/apply-event";
import type { ConversationSummary, Participant } from "../../shared/conversations";
import type { Message } from "../../shared/messages";
import type { QueueView } from "../../shared/support";
import { until } from "./chat-person";
import type { Device, World } from "./history-world";

const queueViews: readonly QueueView[] = ["all", "mine", "unassigned"];

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
  const deadline = Date.now() + withinMs;
  for (const device of world.devices) {
    for (;;) {
      const authors = await authorsOf(world);
      const fresh = await freshView(world, device, authors);
      const shown = viewOf(device, authors);
      if (JSON.stringify(shown) === JSON.stringify(fresh)) break;
      if (Date.now() > deadline) return { device: device.name, shown, fresh };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return null;
}

interface Showing {
  client: ChatClient;
  userId: string;
  reading: Iterable<string>;
  watchesQueue: boolean;
}

function viewOf({ client, userId, reading, endQueue }: Device, authors: Authors): unknown {
  return view({ client, userId, reading: reading.keys(), watchesQueue: endQueue !== null }, authors);
}

/** The same screens on a client that begins now, scrolled up as far as the device is. */
async function freshView(world: World, device: Device, authors: Authors): Promise<unknown> {
  const client = world.fresh(device.userId);
  const ends = [client.conversations("archived").subscribe(() => undefined)];
  if (device.endQueue) ends.push(...queueViews.map((name) => client.queue(name).subscribe(() => undefined)));
  try {
    client.start();
    await within(
      10_000,
      until(client.connection, ({ status }) => status === "live"),
      () => `a fresh client of ${device.name} does not become live`,
    );
    await within(
      5_000,
      until(client.conversations("archived"), ({ status }) => status === "ready"),
      () => "the archive does not load",
    );
    for (const id of device.reading.keys()) {
      const thread = client.thread(id);
      ends.push(thread.subscribe(() => undefined));
      await within(
        5_000,
        until(thread, ({ status }) => status !== "loading"),
        () => `${id} does not load`,
      );
      const start = startOf(device.client.thread(id).getSnapshot());
      while (startOf(thread.getSnapshot()) > start && thread.getSnapshot().hasMoreBefore) await client.loadBefore(id);
    }
    if (device.endQueue) {
      for (const name of queueViews)
        await within(
          5_000,
          until(client.queue(name), ({ status }) => status === "ready"),
          () => "the queue does not load",
        );
    }
    const starts = new Map([...device.reading.keys()].map((id) => [id, startOf(device.client.thread(id).getSnapshot())]));
    return view({ client, userId: device.userId, reading: device.reading.keys(), watchesQueue: device.endQueue !== null }, authors, starts);
  } finally {
    for (const end of ends) end();
    await client.stop();
  }
}

function startOf({ messages }: Thread): number {
  return messages[0]?.seq ?? 0;
}

/** @param starts from which message on threads are compared */
function view({ client, userId, reading, watchesQueue }: Showing, authors: Authors, starts?: ReadonlyMap<string, number>): unknown {
  const visible = (state: ConversationSummary, isDesk = false) => visibleTo(userId, state, { authors, isDesk });
  const lists = (["inbox", "archived"] as const).map((name) => client.conversations(name).getSnapshot());
  const mine = new Set(lists.flatMap(({ items }) => items.map(({ id }) => id)));
  const threads = [...reading]
    .filter((id) => mine.has(id))
    .sort()
    .map((id) => {
      const { status, messages, outbox, conversation } = client.thread(id).getSnapshot();
      const from = starts?.get(id) ?? 0;
      const shown = messages.filter(({ seq }) => seq >= from);
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
    lists: lists.map(({ status, items, hasMore }) => ({ status, hasMore, items: items.map((one) => visible(one)) })),
    threads,
    queue,
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
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words())), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
