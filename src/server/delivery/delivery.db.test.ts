import { uuidv7 } from "uuidv7";
import { describe, expect, it, vi } from "vitest";
import { limits } from "../../shared/limits";
import { createServices, type Services } from "../api/services";
import { createConversation } from "../chat/create-conversation";
import { markRead } from "../chat/mark-read";
import { sendMessage } from "../chat/send-message";
import { advanceCase } from "../support/advance-case";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type ManualClock, manualClock } from "../testing/manual-clock";
import { testRuntime } from "../testing/test-runtime";
import { witness } from "../testing/witness";
import { encodeCursor } from "./cursor";
import { newEpoch } from "./new-epoch";

async function world(clock: ManualClock = manualClock()) {
  const runtime = await testRuntime({ clock });
  const services = await createServices(runtime);
  const gym = await makeStaffedGym(runtime.db);
  const other = await makeUser(runtime.db, "member", { gymId: gym.gymId });
  const trainer = await as(services, gym.trainer);
  const group = await createConversation(trainer, { type: "group", name: "Spin", participantIds: [gym.member, other] });
  const nodes: { services: Services; dispose: () => Promise<void> }[] = [];
  return {
    ...gym,
    other,
    clock,
    runtime,
    services,
    group,
    send: async (userId: string, content: string, on: Services = services) =>
      sendMessage(await as(on, userId), { conversationId: group.id, id: uuidv7(), content }, advanceCase),
    async anotherNode() {
      const second = await runtime.anotherNode();
      const node = await createServices(second);
      nodes.push({
        services: node,
        dispose: async () => {
          await node.stop();
          await second[Symbol.asyncDispose]();
        },
      });
      return node;
    },
    async [Symbol.asyncDispose]() {
      for (const { dispose } of nodes) await dispose();
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const isMessage = (content: string) => (event: { type: string; message?: { content: string } }) =>
  event.type === "message" && event.message?.content === content;

describe("delivery", () => {
  it("tells a committed message to everybody who takes part, once, and makes the fresh snapshot", async () => {
    await using w = await world();
    await using member = await witness(w.services, w.member);
    await using other = await witness(w.services, w.other);
    await w.send(w.trainer, "Bring a towel");
    await Promise.all([member, other].map((one) => one.waitFor(isMessage("Bring a towel"))));
    await Promise.all([member.expectLevel(), other.expectLevel()]);
    expect(member.heard.filter(isMessage("Bring a towel"))).toHaveLength(1);
  });

  it("brings what the bus lost within one tick", async () => {
    await using w = await world();
    const far = await w.anotherNode();
    await using member = await witness(far, w.member);
    w.runtime.broker.isDown = true;
    await w.send(w.trainer, "one");
    await w.send(w.trainer, "two");
    expect(member.heard.filter(({ type }) => type === "message")).toHaveLength(0);
    await member.expectLevel();
    expect(member.heard.filter(({ type }) => type === "message")).toHaveLength(2);
  });

  it("reads the gap when a version is missing, and keeps the order", async () => {
    await using w = await world();
    const far = await w.anotherNode();
    await using member = await witness(far, w.member);
    w.runtime.broker.isDown = true;
    await w.send(w.trainer, "lost on the way");
    w.runtime.broker.isDown = false;
    await w.send(w.trainer, "arrives");
    await vi.waitUntil(() => {
      w.clock.advance(30);
      return member.heard.some(isMessage("arrives"));
    });
    const order = member.heard.flatMap((event) => (event.type === "message" ? [event.message.content] : []));
    expect(order).toEqual(["lost on the way", "arrives"]);
  });

  it("lets a listener who was cut off miss nothing, on another process too", async () => {
    await using w = await world();
    const far = await w.anotherNode();
    await using member = await witness(w.services, w.member);
    await w.send(w.trainer, "before");
    await member.waitFor(isMessage("before"));
    await member.cut();
    for (let at = 0; at < 20; at++) await w.send(w.trainer, `missed ${at}`);
    await markRead(await as(w.services, w.other), { conversationId: w.group.id, seq: 3 });
    await member.resume(far);
    await member.expectLevel();
    await w.send(w.trainer, "after");
    await member.waitFor(isMessage("after"));
    await member.expectLevel();
  });

  it("brings back somebody in whose many conversations something happened, and tells them to load all when it was too much", async () => {
    await using w = await world();
    const trainer = await as(w.services, w.trainer);
    await using member = await witness(w.services, w.member);
    await member.cut();
    for (let at = 0; at < 45; at++) {
      const { id: conversationId } = await createConversation(trainer, { type: "group", name: `Class ${at}`, participantIds: [w.member] });
      await sendMessage(trainer, { conversationId, id: uuidv7(), content: "Welcome" }, advanceCase);
    }
    await member.resume();
    await member.expectLevel();
    await member.cut();
    for (let at = 0; at < limits.resumeEventsMax / 100; at++)
      await Promise.all(Array.from({ length: 100 }, (_, one) => w.send(w.trainer, `${at}.${one}`)));
    await member.resume();
    expect(member.frames.at(-1)).toEqual([{ type: "resync" }]);
  });

  it("tells somebody who joins while the bus is away, and gives them the conversation", async () => {
    await using w = await world();
    const far = await w.anotherNode();
    await using admin = await witness(far, w.admin);
    w.runtime.broker.isDown = true;
    const created = await createConversation(await as(w.services, w.trainer), { type: "direct", participantIds: [w.admin] });
    await admin.expectLevel();
    expect(admin.states.has(created.id)).toBe(true);
  });

  it("answers a cursor of another epoch, or too old, with one resync and nothing else", async () => {
    await using w = await world();
    await using member = await witness(w.services, w.member);
    await member.cut();
    const own = member.cursor.split(".")[0] ?? "";
    for (const cursor of [
      encodeCursor({ epoch: uuidv7(), at: Date.now() }),
      encodeCursor({ epoch: own, at: 1 }),
      `${own}.zzzzzzzzzzz`,
      "nonsense",
    ]) {
      Object.defineProperty(member, "cursor", { value: cursor, configurable: true });
      const frames = w.services.delivery.listen({
        actor: (await as(w.services, w.member)).actor,
        kind: "member",
        lastEventId: cursor,
        socket: { bufferedAmount: 0, write: () => undefined, close: () => undefined, terminate: () => undefined },
        signal: AbortSignal.timeout(0),
      });
      const { value } = await frames.next();
      expect(value?.open("7")).toContain('"events":[{"type":"resync"}]');
      await frames.next();
    }
  });

  it("sends every listener away when the database begins another life, and they load everything anew", async () => {
    await using w = await world();
    await using member = await witness(w.services, w.member);
    await w.send(w.trainer, "of the old life");
    await w.services.delivery.tick();
    await newEpoch(w.runtime.db);
    await w.services.delivery.tick();
    await member.cut();
    await member.resume();
    expect(member.frames.at(-1)).toEqual([{ type: "resync" }]);
  });

  it("cuts off a reader who does not keep up, with the code that means come back", async () => {
    await using w = await world();
    const closed: number[] = [];
    const abort = new AbortController();
    const socket = {
      bufferedAmount: 0,
      write: () => undefined,
      close: (code: number) => void closed.push(code),
      terminate: () => undefined,
    };
    const request = {
      actor: (await as(w.services, w.member)).actor,
      kind: "member" as const,
      lastEventId: null,
      socket,
      signal: abort.signal,
    };
    const frames = w.services.delivery.listen(request);
    const { value } = await frames.next();
    value?.open("1");
    socket.bufferedAmount = 2 ** 21;
    await w.send(w.trainer, "too much");
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(closed).toEqual([1013]);
    abort.abort();
    await frames.next();
  });
});
