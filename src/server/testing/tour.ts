/** A walk through everything that the server asks the database, as the people of a large world would cause it. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { uuidv7 } from "uuidv7";
import { DeskView } from "../../shared/support";
import { announceProfile } from "../accounts/announce-profile";
import { authOptions } from "../accounts/auth-options";
import { endSession } from "../accounts/end-session";
import { findPeople } from "../accounts/find-people";
import { handleMembersRequest, readPersonFile } from "../accounts/member-fields";
import { readEndedSessions } from "../accounts/read-ended-sessions";
import { refreshUser } from "../accounts/refresh-user";
import { setDisabled } from "../accounts/set-disabled";
import { signInAsDemo } from "../accounts/sign-in-as-demo";
import { signInChoices } from "../accounts/sign-in-choices";
import { signInWithOidc } from "../accounts/sign-in-with-oidc";
import { signInWithPassword } from "../accounts/sign-in-with-password";
import { signOutEverywhere } from "../accounts/sign-out-everywhere";
import type { Services } from "../api/services";
import { addParticipants, leaveConversation, removeParticipant, renameConversation } from "../chat/change-group";
import { createConversation } from "../chat/create-conversation";
import { getConversation } from "../chat/get-conversation";
import { listConversations } from "../chat/list-conversations";
import { listMessages } from "../chat/list-messages";
import { listPeople } from "../chat/list-people";
import { listUnread } from "../chat/list-unread";
import { markRead } from "../chat/mark-read";
import { sendMessage } from "../chat/send-message";
import { setOwnSettings } from "../chat/set-own-settings";
import { setTyping } from "../chat/set-typing";
import { encodeCursor } from "../delivery/cursor";
import { newEpoch } from "../delivery/new-epoch";
import { lastSeenInDatabase } from "../presence/last-seen";
import { visibleUsers } from "../presence/visible-users";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { readQueue } from "../support/read-queue";
import { as } from "./actors";
import type { LargeWorld } from "./large-tables";
import { letTheClockRun } from "./tour-admin";
import { workAtDesk } from "./tour-desk";

interface Elsewhere {
  /** A connection of one's own, for what happens elsewhere. */
  client: pg.ClientBase;
  /** By a statement's name, what happens once right after it was answered, before the server goes on. */
  meanwhile: Map<string, () => Promise<unknown>>;
}

type Walk = (services: Services, world: LargeWorld, elsewhere: Elsewhere) => Promise<void>;

/** Walks through all of it. */
export const takeTour: Walk = async (services, world, elsewhere) => {
  for (const walk of [accounts, presence, reads, writes, support, delivery]) await walk(services, world, elsewhere);
};

const accounts: Walk = async (services, world, { client }) => {
  const { db, env } = services;
  await signInWithPassword(services, { email: "nobody@gym.example", password: "wrong password" }, undefined).catch(() => undefined);
  const demo = { ...env, DEMO: true };
  const { body } = await handleMembersRequest(services, {
    apiKey: env.MAIN_API_KEY,
    body: { externalId: "main-9", name: "Somebody", role: "member", gym: "gym-0", fields: { Visits: 3 } },
  });
  if ("user" in body) await readPersonFile(services, (await as(services, world.staff)).actor, { userId: body.user.id });
  await signInChoices({ db, env: demo });
  await signInAsDemo({ db, env: demo }, { userId: randomUUID() }).catch(() => undefined);
  const oidc = { db, env: { ...env, OIDC_DEFAULT_GYM: "gym-0" } };
  for (const email of ["person-20@gym.example", `${randomUUID()}@gym.example`]) {
    await signInWithOidc(oidc, "https://id.example", { sub: randomUUID(), email, email_verified: true });
  }
  await authOptions(services).callbacks?.jwt?.({ token: {}, user: { id: world.quiet }, account: { provider: "password" } } as never);
  const externalId = randomUUID();
  for (const name of ["Nora", "Nora Berg"]) await refreshUser(db, { externalId, name, role: "member", gym: externalId });
  for (const desks of [["south"], []]) await refreshUser(db, { externalId, name: "Nora", role: "staff", gym: externalId, desks });
  await announceProfile(services, world.busy);

  await client.query("update users set role = 'admin' where id = $1", [world.staff]);
  const admin = { id: world.staff, role: "admin", gymId: world.gymId, deskGymIds: [world.gymId] } as const;
  for (const disabled of [true, false]) await setDisabled(services, admin, { userId: world.member, disabled });
  await endSession(services, { userId: world.member, sessionId: randomUUID() });
  await signOutEverywhere(services, world.member);
  await readEndedSessions(db, { open: () => [], sinceMs: 0 });
  await client.query("update users set sessions_changed_at = now() where id in (select id from users where role = 'member' limit 600)");
  await readEndedSessions(db, { open: () => [{ id: world.member, sessionId: randomUUID() }], sinceMs: 0 });
  await client.query(
    "update users set sessions_changed_at = now() - interval '1 day' where sessions_changed_at > now() - interval '1 minute'",
  );

  const { actor } = await as(services, world.staff);
  for (const query of ["", "sarah", "mull 77", "ö", "zzz"]) {
    const { nextCursor } = await findPeople(services, actor, { query, limit: 20 });
    await findPeople(services, actor, { query, limit: 20, cursor: nextCursor, role: "member" });
  }
};

const presence: Walk = async ({ db, clock }, world) => {
  const lastSeen = lastSeenInDatabase(db, clock);
  await lastSeen.save(new Map([[world.busy, Date.now()]]));
  await lastSeen.read([world.busy, world.quiet]);
  await visibleUsers(db, { id: world.busy, role: "trainer", gymId: world.gymId, deskGymIds: [] }, [world.quiet, world.member, world.staff]);
  await visibleUsers(db, { id: world.member, role: "member", gymId: world.gymId, deskGymIds: [] }, [world.openSupport, ...world.members]);
};

const reads: Walk = async (services, world) => {
  for (const userId of [world.busy, world.quiet]) {
    const ctx = await as(services, userId);
    for (const archived of [false, true]) {
      const { nextCursor } = await listConversations(ctx, { archived, limit: 20 });
      await listConversations(ctx, { archived, limit: 20, cursor: nextCursor });
    }
    await getConversation(ctx, world.longGroup);
    await listUnread(ctx);
    await listPeople(ctx, { conversationId: world.longGroup, userIds: [world.busy, world.quiet, world.member] });
    await setTyping(ctx, { conversationId: world.longGroup, isTyping: true });
    for (const place of [{}, { before: 5_000 }, { after: 5_000 }, { around: 5_000 }]) {
      const { messages } = await listMessages(ctx, { conversationId: world.longGroup, limit: 50, ...place });
      await listMessages(ctx, { conversationId: world.longGroup, limit: 50, aroundId: messages[0]?.id });
    }
  }
};

const writes: Walk = async (services, world) => {
  const busy = await as(services, world.busy);
  const conversationId = world.longGroup;
  const message = { conversationId, id: uuidv7(), content: "Good morning" };
  for (const one of [message, message, { ...message, id: uuidv7(), replyToId: message.id }]) await sendMessage(busy, one, advanceCase);
  // Not alone.
  await Promise.all([1, 2].map(() => sendMessage(busy, { ...message, id: uuidv7() }, advanceCase)));
  const { lastSeq } = await getConversation(busy, conversationId);
  await markRead(await as(services, world.quiet), { conversationId, seq: lastSeq });
  await setOwnSettings(busy, { conversationId, archived: true });
  await setOwnSettings(busy, { conversationId, mutedUntil: null });
  for (const _ of [1, 2]) await createConversation(busy, { type: "direct", participantIds: [world.quiet] });
  const group = await createConversation(busy, { type: "group", name: "New", participantIds: [world.quiet] });
  await addParticipants(busy, { conversationId: group.id, participantIds: [world.member] });
  await removeParticipant(busy, { conversationId: group.id, userId: world.quiet });
  await renameConversation(busy, { conversationId: group.id, name: "Newer" });
  await leaveConversation(await as(services, world.member), group.id);
};

const support: Walk = async (services, world, { client }) => {
  const [member, staff] = [await as(services, world.member), await as(services, world.staff)];
  const { rows } = await client.query<{ id: string }>(
    `select id from users u where role = 'member' and gym_id = $1 and not exists (select 1 from conversations c where c.member_id = u.id) limit 1`,
    [world.gymId],
  );
  await openSupport(await as(services, rows[0]?.id ?? ""), "Keys");
  await openSupport(member, null);
  const message = { conversationId: world.openSupport, id: uuidv7(), content: "Hello?" };
  for (const one of [message, message]) await sendMessage(member, one, advanceCase);
  await sendMessage(staff, { ...message, id: uuidv7() }, advanceCase);
  const { seq } = await sendMessage(staff, { ...message, id: uuidv7() }, advanceCase);
  await markRead(member, { conversationId: message.conversationId, seq });
  await workAtDesk(services, world);
  await letTheClockRun(services, world, client);
  for (const view of DeskView.options) {
    for (const filters of [{}, { labels: ["Keys"], unread: true as const }, { text: "sarah 77" }]) {
      const { nextCursor } = await readQueue(staff, { view, filters, limit: 20 });
      await readQueue(staff, { view, filters, limit: 20, cursor: nextCursor });
    }
  }
};

const delivery: Walk = async (services, world, { client, meanwhile }) => {
  const { rows } = await client.query<{ epoch: string }>("select epoch from installation");
  const lastEventId = encodeCursor({ epoch: rows[0]?.epoch ?? "", at: Date.now() - 600_000 });
  const gone = new AbortController();
  const listen = async (userId: string, kind: "member" | "desk", from: string | null = lastEventId) => {
    const { actor } = await as(services, userId);
    const socket = { bufferedAmount: 0, write: () => undefined, close: () => undefined, terminate: () => undefined };
    const frames = services.delivery.listen({ actor, kind, lastEventId: from, socket, signal: gone.signal });
    await frames.next();
    void frames.next();
  };
  await listen(world.busy, "member");
  await listen(world.staff, "desk");
  const busy = await as(services, world.busy);
  meanwhile.set("delivery-heard-by-member", () =>
    sendMessage(busy, { conversationId: world.longGroup, id: uuidv7(), content: "Just now" }, advanceCase),
  );
  await listen(world.quiet, "member", null);
  // Elsewhere: somebody of ours is taken into a conversation, and a message is written, unheard.
  const elsewhere = `with c as (select $1::uuid as id, $2::uuid as person), held as (
      update conversations set version = version + 1, last_seq = last_seq + 1, changed_at = clock_timestamp() where id = $1 returning *)
    insert into messages (conversation_id, id, seq, sender_id, content, version) select id, gen_random_uuid(), last_seq, $2, 'Hi', version from held`;
  await client.query(elsewhere, [world.longGroup, world.quiet]);
  await client.query(elsewhere, [world.openSupport, world.member]);
  await client.query(
    "update conversations set version = version + 1, changed_at = clock_timestamp() where name = 'New' or name = 'Class 2998'",
  );
  await services.delivery.tick();
  await newEpoch(services.db);
  gone.abort();
};
