/** What no client of ours would send, written by hand: each is refused with a code, nothing is stored, and the server goes on. */
import { uuidv7 } from "uuidv7";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { AppErrorShape } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { everythingStored } from "../testing/everything-stored";
import { makeStaffedGym } from "../testing/example-data";
import { type ServedChat, serveChat } from "../testing/served-chat";

let served: ServedChat;
let token: string;
let before: unknown;

beforeAll(async () => {
  served = await serveChat();
  token = await served.tokenOf((await makeStaffedGym(served.runtime.db)).member);
});
afterAll(() => served[Symbol.asyncDispose]());

beforeEach(async () => {
  before = await everythingStored(served.runtime.db);
});
afterEach(async () => {
  expect(await everythingStored(served.runtime.db)).toEqual(before);
  expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
});

describe("over HTTP", () => {
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${served.url}/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
      body,
    });
  const appOf = async (response: Response) => ((await response.json()) as { error: { data: { app: AppErrorShape } } }).error.data.app.code;

  it.each([
    ["half a JSON", "{"],
    ["no JSON", "hello"],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00])],
  ])("%s is refused as malformed", async (_, body) => {
    const response = await post("messages.send", body);
    expect([response.status, await appOf(response)]).toEqual([400, "MALFORMED"]);
  });

  it("a path that is no text is refused as malformed", async () => {
    for (const method of ["GET", "DELETE"]) {
      const response = await fetch(`${served.url}/api/trpc/%ff%fe`, { method });
      expect([response.status, await response.json()]).toMatchObject([400, { error: { code: "MALFORMED" } }]);
    }
  });

  it("a body above 64 KB is refused as too large", async () => {
    const response = await post(
      "messages.send",
      JSON.stringify({ conversationId: uuidv7(), id: uuidv7(), content: "a".repeat(limits.frameBytesMax) }),
    );
    expect([response.status, await appOf(response)]).toEqual([413, "TOO_LARGE"]);
  });

  it("a mutation by GET and a query by the wrong method are refused", async () => {
    const response = await fetch(`${served.url}/api/trpc/messages.send?input={}`, { headers: { authorization: `Bearer ${token}` } });
    expect([response.status, await appOf(response)]).toEqual([405, "UNKNOWN_PROCEDURE"]);
  });

  it("a form of another site cannot call", async () => {
    const response = await post("auth.signOutEverywhere", "x=1", { "content-type": "text/plain" });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it("a batch of more calls than allowed is refused", async () => {
    const count = limits.batchCallsMax + 1;
    const paths = Array.from({ length: count }, () => "auth.me").join(",");
    const response = await fetch(`${served.url}/api/trpc/${paths}?batch=1&input={}`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it("a subscription over HTTP is told to use a WebSocket", async () => {
    const response = await fetch(`${served.url}/api/trpc/conversations.onChange`, { headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    expect(text).toContain("NEEDS_WEBSOCKET");
  });
});

describe("on a WebSocket", () => {
  interface Raw extends AsyncDisposable {
    say(data: string | Buffer, options?: { binary: boolean }): void;
    /** Resolves with the next answer, parsed. */
    answer(): Promise<{ id: unknown; error?: { data: { app: AppErrorShape } }; result?: unknown }>;
    closed: Promise<number>;
  }

  async function connect(): Promise<Raw> {
    const socket = new WebSocket(`${served.socketUrl}?connectionParams=1`);
    const answers: string[] = [];
    let wake: () => void = () => undefined;
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    socket.on("message", (data) => {
      answers.push(String(data));
      wake();
    });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    return {
      say: (data, options) => socket.send(data, options ?? { binary: false }),
      async answer() {
        while (answers.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        return JSON.parse(answers.shift() ?? "");
      },
      closed,
      async [Symbol.asyncDispose]() {
        socket.terminate();
        await closed;
      },
    };
  }

  const me = JSON.stringify({ id: 77, method: "query", params: { path: "auth.me" } });

  it.each([
    ["half a JSON", "{"],
    ["no JSON", "hello"],
    ["null", "null"],
    ["a number", "7"],
    ["a text", '"x"'],
    ["an object that is no call", '{"id":1}'],
    ["a call without params", '{"id":1,"method":"query"}'],
    ["a call of an unknown method", '{"id":1,"method":"fly","params":{"path":"auth.me"}}'],
    ["a path that is a number", '{"id":1,"method":"query","params":{"path":7}}'],
  ])("%s is answered as malformed, and the socket goes on", async (_, frame) => {
    await using raw = await connect();
    raw.say(frame);
    const { error } = await raw.answer();
    expect(error?.data.app.code).toBe("MALFORMED");
    raw.say(me);
    expect(await raw.answer()).toMatchObject({ id: 77, result: { type: "data" } });
  });

  it("more calls in a frame than allowed are refused, and the socket goes on", async () => {
    await using raw = await connect();
    raw.say(`[${Array.from({ length: limits.frameCallsMax + 1 }, () => me).join()}]`);
    expect((await raw.answer()).error).toBeDefined();
    raw.say(me);
    expect(await raw.answer()).toMatchObject({ id: 77, result: { type: "data" } });
  });

  it("a frame above 64 KB closes the socket with 1009", async () => {
    await using raw = await connect();
    raw.say(me);
    await raw.answer();
    raw.say("a".repeat(limits.frameBytesMax + 1));
    expect(await raw.closed).toBe(1009);
  });

  it("bytes that are no UTF-8 close the socket with 1007", async () => {
    await using raw = await connect();
    raw.say(me);
    await raw.answer();
    raw.say(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
    expect(await raw.closed).toBe(1007);
  });

  it("an upgrade at another path, and one from another site, are refused", async () => {
    const refused = (url: string, origin?: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const socket = new WebSocket(url, origin === undefined ? {} : { origin });
        socket.once("unexpected-response", (_, response) => {
          resolve(response.statusCode);
          socket.terminate();
        });
        socket.once("open", () => reject(new Error("was accepted")));
        socket.on("error", () => undefined);
      });
    expect(await refused(served.socketUrl.replace("/api/trpc", "/elsewhere"))).toBe(404);
    expect(await refused(served.socketUrl, "https://evil.example")).toBe(403);
  });
});

describe("the request for a chat token", () => {
  const good = { externalId: "x-1", name: "Mia", role: "member", gym: "west" };
  const ask = (body: string, key: string | null = served.runtime.env.MAIN_API_KEY) =>
    fetch(`${served.url}/api/auth/chat-token`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key !== null && { "x-api-key": key }) },
      body,
    });
  const codeIn = async (response: Response) => ((await response.json()) as { error: AppErrorShape }).error.code;

  it.each([
    ["no key", null, JSON.stringify(good), 401, "UNAUTHENTICATED"],
    ["a wrong key", "wrong", JSON.stringify(good), 401, "UNAUTHENTICATED"],
    ["an empty key", "", JSON.stringify(good), 401, "UNAUTHENTICATED"],
    ["half a JSON", undefined, "{", 400, "MALFORMED"],
    ["an unknown role", undefined, JSON.stringify({ ...good, role: "owner" }), 400, "BAD_INPUT"],
    ["no name", undefined, JSON.stringify({ ...good, name: " " }), 400, "BAD_INPUT"],
    ["NUL in a name", undefined, JSON.stringify({ ...good, name: "a\0" }), 400, "BAD_INPUT"],
    ["a gym that is no slug", undefined, JSON.stringify({ ...good, gym: "../west" }), 400, "BAD_INPUT"],
    ["a script for a picture", undefined, JSON.stringify({ ...good, avatarUrl: "javascript:alert(1)" }), 400, "BAD_INPUT"],
    ["more than 64 KB", undefined, JSON.stringify({ ...good, name: "a".repeat(limits.frameBytesMax) }), 413, "TOO_LARGE"],
  ] as const)("with %s is refused", async (...[, key, body, status, code]) => {
    const response = await ask(body, key);
    expect([response.status, await codeIn(response)]).toEqual([status, code]);
  });
});
