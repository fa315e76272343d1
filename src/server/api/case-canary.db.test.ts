/**
 * What the desk writes and does about a member reaches nobody but the desk. Members, former staff and another gym's staff call every procedure there is,
 * with inputs that name the member's conversation, its note and its case, and listen to all they can, live and coming back: no frame that their sockets
 * ever received has a word of it.
 */
import { createTRPCUntypedClient, createWSClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { giveDesk, makeStaffedGym, makeUser } from "../testing/example-data";
import { type ServedChat, serveChat } from "../testing/served-chat";
import { appRouter } from "./root";

const canary = "canary-c4se";
/** What stands in a case, a note or an entry and in nothing else. */
const fields = [
  "assigneeId",
  "waitingSince",
  "snoozedUntil",
  "mentionedIds",
  "priority",
  "labels",
  "authorId",
  "mentions",
  "timeline",
  "caseNumber",
];

interface Listening {
  name: string;
  /** Every frame that came. */
  frames: string[];
  call: ReturnType<typeof createTRPCUntypedClient>;
  close(): Promise<void>;
}

async function listenAs(served: ServedChat, name: string, userId: string): Promise<Listening> {
  const frames: string[] = [];
  class Recording extends WebSocket {
    constructor(url: string) {
      super(url);
      this.on("message", (data) => frames.push(String(data)));
    }
  }
  const line = createWSClient({
    url: served.socketUrl,
    WebSocket: Recording as unknown as typeof globalThis.WebSocket,
    connectionParams: { token: await served.tokenOf(userId) },
  });
  const call = createTRPCUntypedClient({ links: [wsLink({ client: line })] });
  for (const path of ["conversations.onChange", "support.onChange", "support.onViewing", "support.onNews"]) {
    call.subscription(path, undefined, { onError: () => undefined });
  }
  await call.query("auth.me");
  return { name, frames, call, close: () => line.close() };
}

/** Calls everything with an input that names the case in each way that an input can. */
async function callEverything({ call }: Listening, about: { conversationId: string; noteId: string; memberId: string; version: number }) {
  const { conversationId, noteId, memberId, version } = about;
  const until = new Date(Date.now() + 60_000).toISOString();
  const common = { conversationId, version, assigneeId: null, status: "open", priority: "low", labels: [], topic: null, until, number: 1 };
  const more = {
    content: "Hi",
    mentions: [],
    query: "canary",
    view: "all",
    filters: { text: "canary" },
    userIds: [memberId],
    seq: 1,
    state: "viewing",
    action: { kind: "setPriority", priority: "low" },
    target: { kind: "matching", view: "all", filters: {} },
  };
  const rest = {
    participantIds: [memberId],
    type: "direct",
    name: "x",
    archived: false,
    mutedUntil: null,
    isTyping: false,
    disabled: false,
  };
  for (const [path, procedure] of Object.entries(appRouter._def.procedures)) {
    if (path === "auth.signOutEverywhere") continue;
    for (const id of [conversationId, noteId, uuidv7()]) {
      const input = { ...common, ...more, ...rest, id, userId: memberId };
      const kind = (procedure as unknown as { _def: { type: string } })._def.type;
      if (kind === "subscription") call.subscription(path, { ...input, lastEventId: undefined }, { onError: () => undefined });
      else if (kind === "query") await call.query(path, input).catch(() => undefined);
      else await call.mutation(path, input).catch(() => undefined);
    }
  }
}

it("notes and case data are in nothing that a member, a former staff member or another gym's staff can get", async () => {
  await using served = await serveChat();
  const { db } = served.runtime;
  const [here, elsewhere] = [await makeStaffedGym(db), await makeStaffedGym(db)];
  const [former, moved] = [await makeUser(db, "staff", { gymId: here.gymId }), await makeUser(db, "staff", { gymId: here.gymId })];
  const over = async (userId: string) => served.over(await served.tokenOf(userId)).chat;
  const [member, staff, admin] = [await over(here.member), await over(here.staff), await over(here.admin)];
  const { id: conversationId } = await member.support.open.mutate({});
  await member.messages.send.mutate({ conversationId, id: uuidv7(), content: "Hello?" });
  // Of another gym, and at this desk until it was taken from them.
  const guest = await makeUser(db, "staff", { gymId: elsewhere.gymId });
  await giveDesk(db, guest, here.gymId);
  for (const userId of [former, moved, guest]) {
    await (await over(userId)).messages.send.mutate({ conversationId, id: uuidv7(), content: "One moment." });
  }
  await (await over(moved)).support.addNote.mutate({
    conversationId,
    id: uuidv7(),
    content: `${canary} of the one who moved`,
    mentions: [moved, former, guest],
  });
  await db.prisma.user.update({ where: { id: former }, data: { role: "trainer" } });
  await db.prisma.user.update({ where: { id: moved }, data: { gymId: elsewhere.gymId } });
  await db.prisma.deskMembership.deleteMany({ where: { userId: guest } });

  const people = {
    member: here.member,
    former,
    moved,
    "moved from one of two desks": guest,
    stranger: elsewhere.staff,
    "another member": await makeUser(db, "member", { gymId: here.gymId }),
  };
  const listening = await Promise.all(Object.entries(people).map(([name, userId]) => listenAs(served, name, userId)));

  // All that a desk can do, each word of it a canary.
  const seen = async () => {
    const { version } = (await staff.support.get.query({ conversationId })).case;
    return { conversationId, version };
  };
  const memberFields = JSON.stringify([{ label: `${canary} field`, type: "text", value: `${canary} value` }]);
  await db.pool.query("insert into member_fields (user_id, fields) values ($1, $2)", [here.member, memberFields]);
  const noteId = uuidv7();
  await admin.support.labels.save.mutate({ name: `${canary} label` });
  await staff.support.addNote.mutate({ conversationId, id: noteId, content: `${canary} note`, mentions: [here.admin] });
  await staff.support.assign.mutate({ ...(await seen()), assigneeId: here.staff });
  await staff.support.setPriority.mutate({ ...(await seen()), priority: "urgent" });
  await staff.support.setLabels.mutate({ ...(await seen()), labels: [`${canary} label`] });
  await staff.support.setTopic.mutate({ ...(await seen()), topic: `${canary} topic` });
  await staff.support.setViewing.mutate({ conversationId, state: "replying" });
  await staff.support.setStatus.mutate({ ...(await seen()), status: "pending" });
  await staff.support.snooze.mutate({ ...(await seen()), until: new Date(Date.now() + 3_600_000).toISOString() });
  await member.messages.send.mutate({ conversationId, id: uuidv7(), content: "Still there?" });
  await staff.support.resolve.mutate(await seen());
  await member.messages.send.mutate({ conversationId, id: uuidv7(), content: "One more thing" });
  await staff.support.merge.mutate({ ...(await seen()), number: 1 });

  const about = { noteId, memberId: here.member, ...(await seen()) };
  for (const one of listening) await callEverything(one, about);
  // Whoever comes back from before all of it is told what they missed.
  const back = await Promise.all(
    listening.map(async (one, n) => {
      const again = await listenAs(served, `${one.name}, back`, Object.values(people)[n] ?? "");
      const cursor = /"id":"([^"]+)"/.exec(one.frames.find((frame) => frame.includes('"events"')) ?? "")?.[1];
      for (const path of ["conversations.onChange", "support.onChange"])
        again.call.subscription(path, { lastEventId: cursor }, { onError: () => undefined });
      await callEverything(again, about);
      return again;
    }),
  );
  // The last word is heard by whoever hears anything of this conversation, and so everything before it.
  await member.messages.send.mutate({ conversationId, id: uuidv7(), content: "The last word" });
  const ofMember = [listening[0], back[0]];
  for (const one of ofMember) await expect.poll(() => one?.frames.some((frame) => frame.includes("The last word"))).toBe(true);

  // The desk itself has got all of it: the canaries were alive.
  const file = JSON.stringify(await staff.support.get.query({ conversationId, limit: 100 }));
  for (const word of [`${canary} note`, `${canary} label`, `${canary} topic`, `${canary} value`]) expect(file).toContain(word);
  for (const { name, frames } of [...listening, ...back]) {
    const text = frames.join("\n");
    const isAtADesk = name.startsWith("moved") || name.startsWith("stranger");
    const found = [
      ...frames.filter((frame) => frame.includes(canary)),
      // Another desk has cases of its own, and none of them is this one.
      ...(isAtADesk ? [conversationId, here.member].filter((id) => text.includes(id) && !name.startsWith("moved")) : []),
      ...(isAtADesk ? [] : fields.filter((field) => text.includes(`"${field}"`))),
      ...frames.filter((frame) => /"type":"(case|note|timeline)"/.test(frame)),
    ];
    expect([name, found]).toEqual([name, []]);
  }
  await Promise.all([...listening, ...back].map((one) => one.close()));
}, 60_000);
