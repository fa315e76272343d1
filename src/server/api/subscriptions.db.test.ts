import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { readAppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { makeStaffedGym } from "../testing/example-data";
import { openLine } from "../testing/line";
import { type Client, serveChat } from "../testing/served-chat";
import type { AppRouter } from "./root";

const most = limits.subscriptionsPerSocketMax;

/** Subscribes; `frames` counts what comes, and `outcome` is "ok" with the first frame or the code of the refusal. */
function subscribe(chat: Client) {
  const subscribed = { frames: 0, outcome: Promise.resolve(""), unsubscribe: (): void => undefined };
  subscribed.outcome = new Promise((resolve) => {
    const { unsubscribe } = chat.conversations.onChange.subscribe(undefined, {
      onData() {
        subscribed.frames++;
        resolve("ok");
      },
      onError: (error) => resolve(readAppError(error)?.code ?? error.message),
    });
    subscribed.unsubscribe = unsubscribe;
  });
  return subscribed;
}

describe("one socket", () => {
  it("listens to so many things at a time and no more, and one that has ended makes room", async () => {
    await using served = await serveChat();
    const gym = await makeStaffedGym(served.runtime.db);
    const [one, another] = [served.over(await served.tokenOf(gym.member)).chat, served.over(await served.tokenOf(gym.member)).chat];
    const open = Array.from({ length: most }, () => subscribe(one));
    expect(new Set(await Promise.all(open.map(({ outcome }) => outcome)))).toEqual(new Set(["ok"]));
    expect(await subscribe(one).outcome).toBe("TOO_MANY_SUBSCRIPTIONS");
    expect(await subscribe(another).outcome).toBe("ok");
    open[0]?.unsubscribe();
    await expect.poll(() => subscribe(one).outcome).toBe("ok");
  });

  it("of a stock client that was cut off comes back with everything it listened to", async () => {
    await using served = await serveChat();
    const gym = await makeStaffedGym(served.runtime.db);
    await using line = await openLine(Number(new URL(served.url).port));
    const client = createWSClient({
      url: line.url,
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      connectionParams: { token: await served.tokenOf(gym.member) },
      retryDelayMs: () => 20,
    });
    const chat = createTRPCClient<AppRouter>({ links: [wsLink({ client })] });
    const open = Array.from({ length: most }, () => subscribe(chat));
    await Promise.all(open.map(({ outcome }) => outcome));
    const heard = open.map(({ frames }) => frames);
    line.cut();
    line.mend();
    await expect.poll(() => open.filter(({ frames }, at) => frames > (heard[at] ?? 0)).length).toBe(most);
    await client.close();
  });
});
