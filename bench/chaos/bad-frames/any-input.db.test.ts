/**
 * Whatever JSON a procedure is given, it answers with a result or a coded refusal, and never with a fault of ours.
 * `BAD_INPUT_CASES=30000 npx vitest run bench/chaos/bad-frames/any-input` gives each procedure so many inputs.
 */
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod";
import { appRouter } from "../../../src/server/api/root";
import { makeStaffedGym } from "../../../src/server/testing/example-data";
import { type RawPeer, rawPeerOf } from "../../../src/server/testing/raw-peer";
import { type TestServer, testServer } from "../../../src/server/testing/test-server";
import { errorTable } from "../../../src/shared/errors";
import { anyInput } from "./any-input";

const cases = Number(process.env.BAD_INPUT_CASES ?? 100);
/** Asked at a time, as a crowd of clients would. */
const atATime = 10;

interface Procedure {
  _def: { type: "query" | "mutation" | "subscription"; inputs: z.core.$ZodType[] };
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
  // What ends the caller's own sign-in comes last.
  .sort(([one], [other]) => Number(one === "auth.signOutEverywhere") - Number(other === "auth.signOutEverywhere"));

let server: TestServer;
let ids: string[];
let callers: { member: string; staff: string; admin: string };

beforeAll(async () => {
  server = await testServer();
  const gym = await makeStaffedGym(server.runtime.db);
  callers = gym;
  const conversationId = uuidv7();
  await server.runtime.db.prisma.conversation.create({ data: { id: conversationId, type: "group", name: "Spin", gymId: gym.gymId } });
  const people = [gym.member, gym.trainer, gym.staff];
  await server.runtime.db.prisma.participant.createMany({
    data: people.map((userId) => ({ conversationId, userId, role: "member" })),
  });
  ids = [conversationId, ...people];
});
afterAll(() => server[Symbol.asyncDispose]());

/** Calls, and ends the subscription that may have come of it. Answers with its code, or "accepted". */
async function outcomeOf(peer: RawPeer, call: Parameters<RawPeer["ask"]>[0]): Promise<string> {
  const answer = await peer.ask(call);
  if (!answer) return "closed";
  expect(JSON.stringify(answer)).not.toMatch(/node_modules|"stack"|\.[cm]?[jt]s:\d+/);
  if (call.method === "subscription" && answer.result) {
    peer.socket.send(JSON.stringify({ id: answer.id, method: "subscription.stop" }));
    await peer.until(({ id, result, error }) => id === answer.id && (result?.type === "stopped" || error !== undefined));
  }
  return answer.error ? answer.error.data.app.code : "accepted";
}

describe.each(["member", "admin"] as const)("asked by a %s", (caller) => {
  it.each(procedures)("%s answers any input", { timeout: 20_000 + cases * 50 }, async (path, { _def: { type, inputs } }) => {
    await using peer = await openPeer(caller);
    const [schema] = inputs;
    const input = schema ? anyInput(schema, ids) : fc.jsonValue();
    await fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: atATime, maxLength: atATime }), async (some) => {
        const outcomes = await Promise.all(some.map((one) => outcomeOf(peer, { path, method: type, input: one })));
        const allowed = path === "auth.signOutEverywhere" ? ["accepted", "SESSION_ENDED", "closed"] : ["accepted", ...coded];
        for (const outcome of outcomes) expect(allowed).toContain(outcome);
      }),
      { numRuns: Math.ceil(cases / atATime / 2) },
    );
  });
});

const coded = Object.keys(errorTable).filter((code) => code !== "INTERNAL" && code !== "UNAVAILABLE");

async function openPeer(caller: keyof typeof callers): Promise<RawPeer & AsyncDisposable> {
  const peer = await rawPeerOf(server, callers[caller]);
  return Object.assign(peer, {
    async [Symbol.asyncDispose]() {
      peer.socket.terminate();
      await peer.closed;
    },
  });
}

it("nothing that was said has changed what everything inherits from, and the server goes on", async () => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(200);
});
