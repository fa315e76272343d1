/** An installation of two processes, and a gym on it whose people use the chat through networks that fail: what the histories of clients happen in. */
import { WebSocket } from "ws";
import { createChatClient } from "../../client/chat-client";
import type { ChatClient } from "../../client/chat-client.types";
import { readAppError } from "../../shared/errors";
import { makeStaffedGym, makeUser } from "./example-data";
import { hurriedClock } from "./hurried-clock";
import { type Line, openLine } from "./line";
import { type TestRuntime, testRuntime } from "./test-runtime";
import { type TestServer, testServer } from "./test-server";

const clock = hurriedClock();

/** One database and two processes, for one history after the other. */
export interface Installation extends AsyncDisposable {
  readonly runtime: TestRuntime;
  readonly nodes: readonly TestServer[];
  /** Ends a process, in order, and starts another in its place, at another port. */
  restart(at: number): Promise<void>;
  /** Keeps everything said so far. */
  backUp(): Promise<void>;
  /** Ends both processes, brings back what was kept, as another life of the database, and starts them again. Without a backup only its life is another. */
  restore(): Promise<void>;
}

export async function openInstallation(): Promise<Installation> {
  const runtime = await testRuntime();
  const { pool } = runtime.db;
  const node = () => testServer({ database: runtime.databaseUrl, broker: runtime.broker });
  const nodes = [await node(), await node()];
  const { rows } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'conversation_id' union select 'conversations'",
  );
  const tables = rows.map(({ name }) => name);
  let isBackedUp = false;
  const restart = async (at: number) => {
    await nodes[at]?.[Symbol.asyncDispose]();
    nodes[at] = await node();
  };
  return {
    runtime,
    nodes,
    restart,
    async backUp() {
      await pool.query(tables.map((table) => `drop table if exists kept_${table}; create table kept_${table} as table ${table};`).join(""));
      isBackedUp = true;
    },
    async restore() {
      await Promise.all(nodes.map((one) => one[Symbol.asyncDispose]()));
      const back = isBackedUp ? tables.map((table) => `delete from ${table}; insert into ${table} table kept_${table};`) : [];
      // As an administrator would: no trigger and no foreign key is asked.
      await pool.query(
        `begin; set local session_replication_role = replica; ${back.join("")} update installation set epoch = gen_random_uuid(); commit`,
      );
      nodes.splice(0, 2, await node(), await node());
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((one) => one[Symbol.asyncDispose]()));
      await runtime[Symbol.asyncDispose]();
    },
  };
}

/** A device with the chat open, on a line of its own. */
export interface Device {
  readonly name: string;
  readonly userId: string;
  readonly client: ChatClient;
  readonly line: Line;
  /** To which process the line leads. */
  node: number;
  isOn: boolean;
  /** What somebody reads now: conversation → ends it. */
  readonly reading: Map<string, () => void>;
  /** Ends the watching of the queue; `null` while nobody watches. */
  endQueue: (() => void) | null;
}

/** Everything that one history happens to. */
export class World implements AsyncDisposable {
  readonly devices: Device[] = [];
  readonly people: string[] = [];
  readonly #pending: Promise<unknown>[] = [];
  readonly #faults: unknown[] = [];

  private constructor(readonly installation: Installation) {}

  /** A new gym: two members, a trainer with a phone and a laptop, and one of the staff. */
  static async open(installation: Installation): Promise<World> {
    const world = new World(installation);
    const { db } = installation.runtime;
    const { gymId, member, trainer, staff } = await makeStaffedGym(db);
    const other = await makeUser(db, "member", { gymId });
    world.people.push(member, other, trainer, staff);
    const owners: [string, string][] = [
      ["ada", member],
      ["eve", other],
      ["ben's phone", trainer],
      ["ben's laptop", trainer],
      ["cyd", staff],
    ];
    for (const [at, [name, userId]] of owners.entries()) await world.#add({ name, userId, node: at % 2 });
    return world;
  }

  /** A client of this user that goes straight to a process, as one that is opened now. */
  fresh(userId: string): ChatClient {
    return this.#client(userId, this.#node(0).url);
  }

  device(at: number): Device {
    const device = this.devices[at % this.devices.length];
    if (!device) throw new Error("there are no devices");
    return device;
  }

  /** The conversations on a device's screen. */
  known(device: Device): readonly string[] {
    return [
      ...device.client.conversations("inbox").getSnapshot().items,
      ...device.client.conversations("archived").getSnapshot().items,
    ].map(({ id }) => id);
  }

  /** Lets something go on beside the history. Refusals are part of it; anything else is a fault. */
  begin(work: Promise<unknown>): void {
    const noted = work.catch((error: unknown) => {
      if (!readAppError(error)) this.#faults.push(error);
    });
    this.#pending.push(noted);
  }

  /** Moves a device's line to a process. */
  lead(device: Device, node: number): void {
    device.node = node;
    device.line.leadTo(this.#node(node).port);
  }

  /** Runs a change of the processes, and leads every line to where its process is then. */
  async rebuild(work: () => Promise<void>): Promise<void> {
    await work();
    for (const device of this.devices) this.lead(device, device.node);
  }

  /** Mends everything and switches every device on; throws what went wrong beside the history. */
  async heal(): Promise<void> {
    this.installation.runtime.broker.isDown = false;
    for (const device of this.devices) {
      device.line.mend();
      if (!device.isOn) device.client.start();
      device.isOn = true;
    }
    await Promise.all(this.#pending);
    if (this.#faults.length > 0) throw new AggregateError(this.#faults, "something broke beside the history");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client, line, reading, endQueue } of this.devices) {
      for (const end of reading.values()) end();
      endQueue?.();
      await client.stop();
      await line[Symbol.asyncDispose]();
    }
  }

  async #add({ name, userId, node }: Pick<Device, "name" | "userId" | "node">): Promise<void> {
    const line = await openLine(this.#node(node).port);
    const client = this.#client(userId, line.url);
    const device = { name, userId, client, line, node, isOn: true, reading: new Map<string, () => void>(), endQueue: null };
    this.devices.push(device);
    // A screen shows both lists all the time.
    for (const view of ["inbox", "archived"] as const) client.conversations(view).subscribe(() => undefined);
    client.start();
  }

  #client(userId: string, url: string): ChatClient {
    return createChatClient({
      url,
      getToken: () => this.#node(0).tokenOf(userId),
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      clock,
    });
  }

  #node(at: number): TestServer {
    const node = this.installation.nodes[at];
    if (!node) throw new Error("there is no such process");
    return node;
  }
}
