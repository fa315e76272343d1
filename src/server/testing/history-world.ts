/** A gym whose people use the chat through networks that fail, on pages that are killed: what the histories of clients happen to. */
import { WebSocket } from "ws";
import { caseDesk } from "../../client/case-desk";
import type { CaseDesk } from "../../client/case-desk.types";
import { createChatClient } from "../../client/chat-client";
import type { ChatClient, Tabs } from "../../client/chat-client.types";
import type { ClientStorage } from "../../client/client-storage";
import { memoryStorage } from "../../client/memory-storage";
import { browser } from "../../client/testing/tabs";
import { readAppError } from "../../shared/errors";
import { DeskView } from "../../shared/support";
import { makeStaffedGym, makeUser } from "./example-data";
import { makeCrowd, type Stranger } from "./history-crowd";
import type { Installation } from "./history-installation";
import { hurriedClock } from "./hurried-clock";
import { type Line, openLine } from "./line";
import { mortalStorage } from "./mortal-storage";
import type { TestServer } from "./test-server";

const clock = hurriedClock();

/** What a page has until it is killed. */
interface Page {
  client: ChatClient;
  desk: CaseDesk;
  /** Ends its writing and its speaking with other tabs, as if the system had ended it. */
  die(): void;
}

/** A device, or a tab of one, with the chat open, on a line of its own. */
export interface Device {
  readonly name: string;
  readonly userId: string;
  client: ChatClient;
  readonly line: Line;
  /** To which process the line leads. */
  node: number;
  isOn: boolean;
  /** What somebody reads now: conversation → ends it. */
  readonly reading: Map<string, () => void>;
  /** Ends the watching of the queue; `null` while nobody watches. */
  endQueue: (() => void) | null;
  /** The work on cases, of those at the desk. */
  desk: CaseDesk;
  /** The files that somebody has open: conversation → ends it. */
  readonly files: Map<string, () => void>;
  /** Opens another page on what the device has kept. */
  readonly open: () => Page;
  die: () => void;
}

/** What of the gym one history has: many other people, each with a conversation with the trainer, and a browser without locks. */
export interface Circumstances {
  isCrowded: boolean;
  hasLocks: boolean;
}

/** Everything that one history happens to. */
export class World implements AsyncDisposable {
  readonly devices: Device[] = [];
  readonly people: string[] = [];
  /** Of those who have no device open: their conversation with the trainer, and who they are. */
  readonly strangers: Stranger[] = [];
  readonly #pending: Promise<unknown>[] = [];
  readonly #faults: unknown[] = [];

  private constructor(readonly installation: Installation) {}

  /** A new gym: two members, one of them with two tabs, a trainer with a phone and a laptop, and two of the staff. */
  static async open(installation: Installation, { isCrowded, hasLocks }: Circumstances): Promise<World> {
    const world = new World(installation);
    const { db } = installation.runtime;
    const { gymId, member, trainer, staff } = await makeStaffedGym(db);
    const [other, colleague] = [await makeUser(db, "member", { gymId }), await makeUser(db, "staff", { gymId })];
    world.people.push(member, other, trainer, staff);
    if (isCrowded) world.strangers.push(...(await makeCrowd(installation.runtime, { gymId, trainer })));
    const tabs = browser(hasLocks);
    const kept = memoryStorage();
    const owners: [string, string, ClientStorage, (() => MortalTabs)?][] = [
      ["ada", member, memoryStorage()],
      ["eve's tab", other, kept, tabs.tab],
      ["eve's other tab", other, kept, tabs.tab],
      ["ben's phone", trainer, memoryStorage()],
      ["ben's laptop", trainer, memoryStorage()],
      ["cyd", staff, memoryStorage()],
      ["dee", colleague, memoryStorage()],
    ];
    for (const [at, [name, userId, storage, openTab]] of owners.entries())
      await world.#add({ name, userId, node: at % 2, storage, openTab });
    return world;
  }

  /** A client of this user that goes straight to a process, as one that is opened now. */
  fresh(userId: string): ChatClient {
    return this.#client({ userId, url: this.#node(0).url });
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

  /** Somebody who has no device open here writes to the trainer. */
  strangerWrites(which: number, count: number): void {
    const stranger = this.strangers[which % Math.max(1, this.strangers.length)];
    if (!stranger) return;
    const client = this.#client({ userId: stranger.userId, url: this.#node(which % 2).url });
    client.start();
    for (let said = 0; said < count; said++) client.send(stranger.conversationId, `word ${said} of a stranger`);
    const sent = new Promise<void>((resolve) => {
      client.connection.subscribe(() => client.connection.getSnapshot().queued === 0 && resolve());
    });
    // A process that is restarted takes the answer with it, and what was not sent then never was.
    const isLate = new Promise<void>((resolve) => clock.after(20_000, resolve));
    this.begin(Promise.race([sent, isLate]).then(() => client.stop()));
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
    for (const device of this.devices) {
      this.closeScreens(device);
      await device.client.stop();
      await device.line[Symbol.asyncDispose]();
    }
  }

  /** Kills the page of a device, and opens another on what the device has kept, which shows the same. */
  reopen(device: Device): void {
    const queue = device.endQueue !== null;
    const [reading, files] = [[...device.reading.keys()], [...device.files.keys()]];
    this.closeScreens(device);
    device.die();
    this.#show(device);
    if (device.isOn) device.client.start();
    for (const id of reading) this.read(device, id);
    for (const id of files) this.openFile(device, id);
    if (queue) this.watchQueue(device);
  }

  read({ client, reading }: Device, id: string): void {
    if (!reading.has(id))
      reading.set(
        id,
        client.thread(id).subscribe(() => undefined),
      );
  }

  /** Goes to the message at a place, as a quote of it does. */
  async jump({ client }: Device, conversationId: string, place: number): Promise<void> {
    const stored = await this.installation.runtime.db.prisma.message.findMany({ where: { conversationId }, select: { id: true } });
    const target = stored[place % Math.max(1, stored.length)];
    if (target) await client.goToMessage(conversationId, target.id);
  }

  /** Opens the file of a case. */
  openFile({ desk, files }: Device, id: string): void {
    if (!files.has(id))
      files.set(
        id,
        desk.file(id).subscribe(() => undefined),
      );
  }

  watchQueue(device: Device): void {
    const ends = DeskView.options.map((view) => device.client.queue(view).subscribe(() => undefined));
    device.endQueue = () => {
      for (const end of ends) end();
    };
  }

  closeScreens(device: Device): void {
    for (const end of [...device.reading.values(), ...device.files.values()]) end();
    device.reading.clear();
    device.files.clear();
    device.endQueue?.();
    device.endQueue = null;
  }

  async #add({ name, userId, node, storage, openTab }: NewDevice): Promise<void> {
    const line = await openLine(this.#node(node).port);
    const open = () => {
      const tabs = openTab?.();
      const [mortal, die] = mortalStorage(storage);
      const client = this.#client({ userId, url: line.url, storage: mortal, tabs });
      return {
        client,
        desk: caseDesk(client),
        die() {
          die();
          tabs?.kill();
          void client.stop();
        },
      };
    };
    const device: Device = { name, userId, ...open(), open, line, node, isOn: true, reading: new Map(), files: new Map(), endQueue: null };
    this.devices.push(device);
    showLists(device);
    device.client.start();
  }

  #show(device: Device): void {
    Object.assign(device, device.open());
    showLists(device);
  }

  #client({ userId, url, storage, tabs }: { userId: string; url: string; storage?: ClientStorage; tabs?: Tabs }): ChatClient {
    return createChatClient({
      url,
      getToken: () => this.#node(0).tokenOf(userId),
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      clock,
      storage,
      tabs,
      userId,
    });
  }

  #node(at: number): TestServer {
    const node = this.installation.nodes[at];
    if (!node) throw new Error("there is no such process");
    return node;
  }
}

type MortalTabs = ReturnType<ReturnType<typeof browser>["tab"]>;

interface NewDevice {
  name: string;
  userId: string;
  node: number;
  storage: ClientStorage;
  openTab?: () => MortalTabs;
}

/** A screen shows both lists all the time. */
function showLists({ client }: Device): void {
  for (const view of ["inbox", "archived"] as const) client.conversations(view).subscribe(() => undefined);
}
