/** What may happen in a history: what people do, and what their networks and our processes suffer. */
import fc from "fast-check";
import type { World } from "./history-world";

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

const device = fc.nat(4);
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

const makeGroup = fc.tuple(fc.constantFrom(2, 3, 4), fc.subarray([0, 1, 2, 3], { minLength: 1 })).map(
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

const people: fc.Arbitrary<Step>[] = [
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
  about("look", (world, one, id) => {
    const { client, reading } = world.device(one);
    if (!reading.has(id))
      reading.set(
        id,
        client.thread(id).subscribe(() => undefined),
      );
  }),
  about("look away", (world, one, id) => {
    const { reading } = world.device(one);
    reading.get(id)?.();
    reading.delete(id);
  }),
  about("scroll up", (world, one, id) => world.begin(world.device(one).client.loadBefore(id))),
  about("rename", (world, one, id) => world.begin(world.device(one).client.rename(id, `Renamed by ${one}`))),
  about("leave", (world, one, id) => world.begin(world.device(one).client.leave(id))),
  about("archive", (world, one, id) => world.begin(world.device(one).client.setArchived(id, true))),
  about("unarchive", (world, one, id) => world.begin(world.device(one).client.setArchived(id, false))),
  about("mute", (world, one, id) => world.begin(world.device(one).client.setMuted(id, "2100-01-01T00:00:00.000Z"))),
  fc.constant(
    new Happening("watch or leave the queue", (world) => {
      const cyd = world.device(4);
      if (cyd.endQueue) cyd.endQueue();
      cyd.endQueue = cyd.endQueue ? null : watchQueue(world);
    }),
  ),
];

function watchQueue(world: World): () => void {
  const ends = (["all", "mine", "unassigned"] as const).map((view) =>
    world
      .device(4)
      .client.queue(view)
      .subscribe(() => undefined),
  );
  return () => {
    for (const end of ends) end();
  };
}

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
  fc.boolean().map((isDown) => {
    return new Happening(`bus ${isDown ? "away" : "back"}`, ({ installation }) => {
      installation.runtime.broker.isDown = isDown;
    });
  }),
  fc.nat(1).map((node) => new Happening(`restart process ${node}`, (world) => world.rebuild(() => world.installation.restart(node)))),
  fc.constant(new Happening("back up", (world) => world.installation.backUp())),
  fc.constant(new Happening("restore", (world) => world.rebuild(() => world.installation.restore()))),
  fc.integer({ min: 50, max: 800 }).map((ms) => new Happening(`${ms} ms pass`, () => new Promise((resolve) => setTimeout(resolve, ms)))),
];

/** A history of at most so many steps. It begins with something to talk about. */
export function histories(stepsMax: number): fc.Arbitrary<Iterable<Step>> {
  return fc.commands([...people, ...people, ...faults], { maxCommands: stepsMax, size: "max" });
}
