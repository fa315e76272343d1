import { expect, it } from "vitest";
import { signOutEverywhere } from "../server/accounts/sign-out-everywhere";
import { chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { testServer } from "../server/testing/test-server";
import type { ConnectionStatus, Platform } from "./chat-client.types";
import { type Clock, systemClock } from "./clock";
import { silentPlatform } from "./platform";
import { Notifier, Value } from "./readable";

/** A clock on which time passes this many times faster than it does. */
function fastClock(speed: number): Clock {
  const startedAt = performance.now();
  const beganAt = Date.now();
  return {
    now: () => beganAt + (performance.now() - startedAt) * speed,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs / speed);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}

/** A device whose network a test switches. */
function switchable() {
  let isOnline = true;
  let tell: () => void = () => undefined;
  const onOnlineChange = (listener: () => void) => {
    tell = listener;
    return () => undefined;
  };
  const platform: Platform = { ...silentPlatform, isOnline: () => isOnline, onOnlineChange };
  const setOnline = (value: boolean) => {
    isOnline = value;
    tell();
  };
  return { platform, setOnline };
}

/** Nothing passes, or only what the server says is swallowed. */
it.each(["freeze", "deafen"] as const)(
  "notices within fifteen seconds that a connection is half open (%s), and comes back when the network does",
  async (way) => {
    await using server = await testServer();
    await using line = await openLine(server.port);
    const { member, trainer } = await makeStaffedGym(server.runtime.db);
    const clock = fastClock(5);
    await using ada = await chatPerson(server, member, { url: line.url, clock });
    await using ben = await chatPerson(server, trainer);
    const { id } = await ben.client.startDirect(ada.id);
    await until(ada.client.conversations("inbox"), ({ items }) => items.length === 1);
    line[way]();
    const frozenAt = clock.now();
    ben.client.send(id, "are you there?");
    await until(ada.client.connection, ({ status }) => status === "offline");
    expect(clock.now() - frozenAt).toBeLessThan(17_000);
    line.mend();
    await until(ada.client.thread(id), ({ messages }) => messages.length === 1);
    await until(ada.client.connection, ({ status }) => status === "live");
  },
);

it("believes the device at once that it is offline, and tries at once when it is online again", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member } = await makeStaffedGym(server.runtime.db);
  const { platform, setOnline } = switchable();
  // Waiting would take half an hour.
  const clock = { ...fastClock(0.01), random: () => 1 };
  const ada = strandedPerson(server, member, { url: line.url, platform, clock });
  await using _ada = ada;
  ada.client.start();
  await until(ada.client.connection, ({ status }) => status === "live");
  line.cut();
  setOnline(false);
  const { retryAt } = ada.client.connection.getSnapshot();
  expect(ada.client.connection.getSnapshot().status).toBe("offline");
  expect(retryAt).toBeGreaterThan(clock.now());
  line.mend();
  setOnline(true);
  await until(ada.client.connection, ({ status }) => status === "live");
});

it("tells the truth about its state on the way: connecting, live, offline, catching up, live", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member } = await makeStaffedGym(server.runtime.db);
  const ada = strandedPerson(server, member, { url: line.url });
  await using _ada = ada;
  const seen: ConnectionStatus[] = [];
  ada.client.connection.subscribe(() => {
    const { status } = ada.client.connection.getSnapshot();
    if (seen.at(-1) !== status) seen.push(status);
  });
  expect(ada.client.connection.getSnapshot().status).toBe("connecting");
  ada.client.start();
  await until(ada.client.connection, ({ status }) => status === "live");
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  line.mend();
  await until(ada.client.connection, ({ status }) => status === "live");
  expect(seen).toEqual(["live", "offline", "catching-up", "live"]);
});

it("is signed out, and stays so, when the sign-in ended elsewhere", async () => {
  await using server = await testServer();
  const { member } = await makeStaffedGym(server.runtime.db);
  const token = await server.tokenOf(member);
  await using ada = await chatPerson(server, member, { getToken: async () => token });
  await signOutEverywhere(server.services, member);
  await until(ada.client.connection, ({ status }) => status === "signed-out");
  await expect(ada.client.searchUsers("")).rejects.toThrow("no connection");
});

it("goes on with a fresh token when the old one was refused", async () => {
  await using server = await testServer();
  const { member } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await signOutEverywhere(server.services, member);
  await until(ada.client.connection, ({ status }) => status !== "live");
  await until(ada.client.connection, ({ status }) => status === "live");
});

it("renews its token on the same connection before it ends", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member } = await makeStaffedGym(server.runtime.db);
  // Only what takes minutes goes by faster.
  const clock: Clock = {
    ...systemClock,
    after: (delayMs, callback) => systemClock.after(delayMs < 60_000 ? delayMs : delayMs / 400, callback),
  };
  const tokens = new Value(new Notifier(), 0);
  const getToken = () => {
    tokens.set(tokens.current + 1);
    return server.tokenOf(member);
  };
  await using ada = await chatPerson(server, member, { url: line.url, getToken, clock });
  await until(tokens, (count) => count === 4);
  expect(ada.client.connection.getSnapshot().status).toBe("live");
  expect(line.connections).toBe(1);
});

it("goes to another server when its own ends, without a word lost", async () => {
  await using server = await testServer();
  await using other = await testServer({ database: server.runtime.databaseUrl, broker: server.runtime.broker });
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: line.url });
  await using ben = await chatPerson(other, trainer);
  const { id } = await ben.client.startDirect(ada.id);
  line.leadTo(other.port);
  for (let at = 0; at < 10; at++) ben.client.send(id, "still there?");
  await server.drain();
  for (let at = 0; at < 10; at++) ben.client.send(id, "and now?");
  await until(ada.client.thread(id), ({ messages }) => messages.length === 20);
  expect(line.connections).toBe(2);
});
