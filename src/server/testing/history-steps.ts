/** What may happen in a history: what people do, and what their networks and our processes suffer. */
import fc from "fast-check";
import type { Circumstances, Device, World } from "./history-world";

type Step = fc.AsyncCommand<object, World>;

class Happening implements Step {
  constructor(
    private readonly words: string,
    private readonly happen: (world: World) => void | Promise<void>,
  ) {}

  check = () => true;

  async run(_: object, world: World): Promise<void> {
    await this.happen(world);
    // Some of what follows happens before this one's answers, some after.
    await new Promise((resolve) => setTimeout(resolve, this.words.length % 3 === 0 ? 25 : 0));
  }

  toString(): string {
    return this.words;
  }
}

const device = fc.nat(6);
const person = fc.nat(3);
const nth = fc.nat(5);

/** The conversation that somebody means: any on their screen. */
function meant(world: World, at: number, which: number): string | undefined {
  const ids = world.known(world.device(at));
  return ids.length === 0 ? undefined : ids[which % ids.length];
}

/** A step at a device, about one of its conversations. */
function about(words: string, act: (world: World, at: number, id: string) => void): fc.Arbitrary<Step> {
  return fc.tuple(device, nth).map(
    ([at, which]) =>
      new Happening(`${words}(device ${at}, conversation ${which})`, (world) => {
        const id = meant(world, at, which);
        if (id !== undefined) act(world, at, id);
      }),
  );
}

/** A step at a device. */
function at(words: string, act: (world: World, at: number) => void | Promise<void>): fc.Arbitrary<Step> {
  return device.map((one) => new Happening(`${words}(device ${one})`, (world) => act(world, one)));
}

const say = fc.tuple(device, nth, fc.integer({ min: 1, max: 12 })).map(
  ([one, which, count]) =>
    new Happening(`say(device ${one}, conversation ${which}, ${count} messages)`, (world) => {
      const id = meant(world, one, which);
      for (let said = 0; id !== undefined && said < count; said++) world.device(one).client.send(id, `word ${said} of ${count}`);
    }),
);

const startDirect = fc
  .tuple(device, person)
  .map(
    ([one, other]) =>
      new Happening(`direct(device ${one}, with ${other})`, (world) =>
        world.begin(world.device(one).client.startDirect(world.people[other] ?? "")),
      ),
  );

const makeGroup = fc.tuple(fc.constantFrom(3, 4, 5), fc.subarray([0, 1, 2, 3], { minLength: 1 })).map(
  ([one, others]) =>
    new Happening(`group(device ${one}, of ${others})`, (world) => {
      const { client, userId } = world.device(one);
      const ids = others.map((other) => world.people[other] ?? "").filter((id) => id !== userId);
      if (ids.length > 0) world.begin(client.createGroup("Spinning", ids));
    }),
);

const membership = fc.tuple(fc.constantFrom("add", "remove"), device, nth, person).map(
  ([verb, one, which, whom]) =>
    new Happening(`${verb}(device ${one}, conversation ${which}, person ${whom})`, (world) => {
      const id = meant(world, one, which);
      const { client } = world.device(one);
      const userId = world.people[whom] ?? "";
      if (id !== undefined) world.begin(verb === "add" ? client.addParticipants(id, [userId]) : client.removeParticipant(id, userId));
    }),
);

/** Somebody is taken out of a group and brought back at once, so that what tells them of the one may meet what tells them of the other. */
const removeAndReturn = fc.tuple(device, nth, person).map(
  ([one, which, whom]) =>
    new Happening(`remove and return(device ${one}, conversation ${which}, person ${whom})`, (world) => {
      const id = meant(world, one, which);
      const { client } = world.device(one);
      const userId = world.people[whom] ?? "";
      if (id !== undefined) world.begin(client.removeParticipant(id, userId).then(() => client.addParticipants(id, [userId])));
    }),
);

/** Somebody without a device here writes to the trainer, mostly in a conversation beyond the loaded pages. */
const strangerWrites = fc
  .tuple(fc.nat(53), fc.integer({ min: 1, max: 3 }))
  .map(([which, count]) => new Happening(`a stranger writes(${which}, ${count} messages)`, (world) => world.strangerWrites(which, count)));

const people: fc.Arbitrary<Step>[] = [
  removeAndReturn,
  strangerWrites,
  strangerWrites,
  at("more of the list", (world, one) => world.begin(world.device(one).client.loadMoreConversations("inbox"))),
  say,
  say,
  say,
  startDirect,
  makeGroup,
  membership,
  at("support", (world, one) => world.begin(world.device(one).client.openSupport("A key"))),
  about("read", (world, one, id) => {
    const { client } = world.device(one);
    const { conversation } = client.thread(id).getSnapshot();
    if (conversation) client.markRead(id, conversation.lastSeq);
  }),
  about("look", (world, one, id) => world.read(world.device(one), id)),
  about("look away", (world, one, id) => {
    const { reading } = world.device(one);
    reading.get(id)?.();
    reading.delete(id);
  }),
  about("scroll up", (world, one, id) => world.begin(world.device(one).client.loadBefore(id))),
  about("scroll down", (world, one, id) => world.begin(world.device(one).client.loadAfter(id))),
  fc.tuple(device, nth, fc.nat(200)).map(
    ([one, which, place]) =>
      new Happening(`jump(device ${one}, conversation ${which}, message ${place})`, (world) => {
        const id = meant(world, one, which);
        if (id !== undefined) world.begin(world.jump(world.device(one), id, place));
      }),
  ),
  about("back to the newest", (world, one, id) => world.device(one).client.showNewest(id)),
  about("rename", (world, one, id) => world.begin(world.device(one).client.rename(id, `Renamed by ${one}`))),
  about("leave", (world, one, id) => world.begin(world.device(one).client.leave(id))),
  about("archive", (world, one, id) => world.begin(world.device(one).client.setArchived(id, true))),
  about("unarchive", (world, one, id) => world.begin(world.device(one).client.setArchived(id, false))),
  about("mute", (world, one, id) => world.begin(world.device(one).client.setMuted(id, "2100-01-01T00:00:00.000Z"))),
];

/** A step at the desk, about a case in somebody's queue. */
function atDesk(words: string, act: (work: { world: World; device: Device; id: string }) => unknown): fc.Arbitrary<Step> {
  return fc.tuple(fc.constantFrom(5, 6), fc.nat(3)).map(
    ([one, which]) =>
      new Happening(`${words}(device ${one}, case ${which})`, (world) => {
        const device = world.device(one);
        const { items } = device.client.queue("all").getSnapshot();
        const id = items[which % Math.max(1, items.length)]?.conversation.id;
        if (id === undefined) return;
        const work = act({ world, device, id });
        if (work instanceof Promise) world.begin(work);
      }),
  );
}

const soon = () => new Date(Date.now() + 300).toISOString();

const desks: fc.Arbitrary<Step>[] = [
  fc.constantFrom(5, 6).map(
    (one) =>
      new Happening(`watch or leave the queue(device ${one})`, (world) => {
        const device = world.device(one);
        if (device.endQueue) {
          device.endQueue();
          device.endQueue = null;
        } else world.watchQueue(device);
      }),
  ),
  atDesk("open the file", ({ world, device, id }) => world.openFile(device, id)),
  atDesk("close the file", ({ device, id }) => {
    device.files.get(id)?.();
    device.files.delete(id);
  }),
  atDesk("take", ({ device, id }) => device.desk.assign(id, device.userId)),
  atDesk("give back", ({ device, id }) => device.desk.assign(id, null)),
  atDesk("hand over", ({ world, device, id }) => device.desk.assign(id, world.device(device === world.device(5) ? 6 : 5).userId)),
  atDesk("wait for the member", ({ device, id }) => device.desk.setStatus(id, "pending")),
  atDesk("make urgent", ({ device, id }) => device.desk.setPriority(id, "urgent")),
  atDesk("snooze", ({ device, id }) => device.desk.snooze(id, soon())),
  atDesk("resolve", ({ device, id }) => device.desk.resolve(id)),
  atDesk("note", ({ world, device, id }) => device.desk.addNote(id, "Asked before.", [world.device(6).userId])),
  atDesk("answer", ({ device, id }) => void device.client.send(id, "We look after it.")),
];

const faults: fc.Arbitrary<Step>[] = [
  at("cut", (world, one) => world.device(one).line.cut()),
  at("freeze", (world, one) => world.device(one).line.freeze()),
  at("deafen", (world, one) => world.device(one).line.deafen()),
  at("mend", (world, one) => world.device(one).line.mend()),
  at("blink", (world, one) => {
    const { line } = world.device(one);
    line.cut();
    line.mend();
  }),
  at("move to the other process", (world, one) => {
    const device = world.device(one);
    world.lead(device, 1 - device.node);
    device.line.cut();
    device.line.mend();
  }),
  at("switch off or on", async (world, one) => {
    const device = world.device(one);
    device.isOn = !device.isOn;
    if (device.isOn) device.client.start();
    else await device.client.stop();
  }),
  at("kill the page and open another", (world, one) => world.reopen(world.device(one))),
  at("kill the page and open another", (world, one) => world.reopen(world.device(one))),
  fc.boolean().map((isDown) => {
    return new Happening(`bus ${isDown ? "away" : "back"}`, ({ installation }) => {
      installation.runtime.broker.isDown = isDown;
    });
  }),
  fc.nat(1).map((node) => new Happening(`restart process ${node}`, (world) => world.rebuild(() => world.installation.restart(node)))),
  fc.constant(new Happening("back up", (world) => world.installation.backUp())),
  fc.constant(new Happening("restore", (world) => world.rebuild(() => world.installation.restore()))),
  fc.integer({ min: 20, max: 400 }).map((ms) => new Happening(`${ms} ms pass`, () => new Promise((resolve) => setTimeout(resolve, ms)))),
];

export const circumstances: fc.Arbitrary<Circumstances> = fc.record({ isCrowded: fc.boolean(), hasLocks: fc.boolean() });

/** A history of at most so many steps. It begins with something to talk about. */
export function histories(stepsMax: number): fc.Arbitrary<Iterable<Step>> {
  return fc.commands([...people, ...people, ...desks, ...faults], { maxCommands: stepsMax, size: "max" });
}
