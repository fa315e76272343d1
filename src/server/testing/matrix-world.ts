/** Everybody who might call a procedure, and what the permission matrix (`api/permission-matrix.db.test.ts`) says of them. */
import { uuidv7 } from "uuidv7";
import type { AppErrorCode } from "../../shared/errors";
import { makeStaffedGym, makeUser } from "./example-data";
import type { Client, ServedChat } from "./served-chat";

/** In which part somebody calls: towards the group and the support conversation of the world. */
export const callers = [
  "nobody",
  "otherGymsMember",
  "member",
  "formerParticipant",
  "otherGymsStaff",
  "staff",
  "admin",
  "participant",
] as const;
/** One of them. */
export type Caller = (typeof callers)[number];
type Outcome = "ok" | AppErrorCode;

/** What they call about. */
export interface MatrixWorld {
  served: ServedChat;
  people: Record<Exclude<Caller, "nobody">, string>;
  /** A group of the participant (a trainer), a guest and the former participant, who has left. */
  groupId: string;
  /** The support conversation of a member who is none of the callers. */
  supportId: string;
  /** A member of the gym who is in the group. */
  guestId: string;
  tokens: Record<Exclude<Caller, "nobody">, string>;
}

type Call = (chat: Client, world: MatrixWorld, caller: Caller) => Promise<unknown>;
/** A procedure, a call that the one allowed could make, and what each caller is answered. */
export type MatrixRow = [procedure: string, call: Call, expected: Record<Caller, Outcome>];

/** One code for all but the exceptions; nobody is always told to sign in. */
export const all = (outcome: Outcome, exceptions: Partial<Record<Caller, Outcome>> = {}): Record<Caller, Outcome> => ({
  ...(Object.fromEntries(callers.map((caller) => [caller, outcome])) as Record<Caller, Outcome>),
  nobody: "UNAUTHENTICATED",
  ...exceptions,
});

/** What belongs to the group alone. */
export const insideGroup = all("NOT_A_PARTICIPANT", { participant: "ok" });
/** What the desk of the gym may do in a support conversation, too. */
export const atDesk = all("NOT_A_PARTICIPANT", { staff: "ok", admin: "ok" });
/** What everybody may ask. */
export const signedIn = all("ok");
/** What a desk may do for itself, whichever it is. */
export const desksOnly = all("FORBIDDEN", { staff: "ok", otherGymsStaff: "ok", admin: "ok" });
/** What the admins of the gym set up. */
export const adminsOnly = all("FORBIDDEN", { admin: "ok" });
/** What every member may do, of whatever gym. */
export const members: Partial<Record<Caller, Outcome>> = { otherGymsMember: "ok", member: "ok", formerParticipant: "ok" };

/** Resolves with the subscription's first value; rejects with its error. */
export function first(
  subscribe: (handlers: { onData: (value: unknown) => void; onError: (error: unknown) => void }) => { unsubscribe(): void },
) {
  return new Promise<unknown>((resolve, reject) => {
    const subscription = subscribe({
      onData(value) {
        resolve(value);
        queueMicrotask(() => subscription.unsubscribe());
      },
      onError: reject,
    });
  });
}

/** A change of the case of the support conversation, with the version that its desk sees. */
export function caseRow(
  procedure: string,
  call: (chat: Client, seen: { conversationId: string; version: number }, world: MatrixWorld) => Promise<unknown>,
): MatrixRow {
  return [
    procedure,
    async (chat, world) => {
      const { supportId: conversationId, served } = world;
      const { version } = await served.runtime.db.prisma.case.findFirstOrThrow({ where: { conversationId }, orderBy: { number: "desc" } });
      return call(chat, { conversationId, version }, world);
    },
    atDesk,
  ];
}

/** Makes the people, the group and the support conversation. */
export async function makeMatrixWorld(chat: ServedChat): Promise<MatrixWorld> {
  const { db } = chat.runtime;
  const [here, elsewhere] = [await makeStaffedGym(db), await makeStaffedGym(db)];
  const [formerParticipant, guestId] = [
    await makeUser(db, "member", { gymId: here.gymId }),
    await makeUser(db, "member", { gymId: here.gymId }),
  ];
  const people = {
    otherGymsMember: elsewhere.member,
    member: here.member,
    formerParticipant,
    otherGymsStaff: elsewhere.staff,
    staff: here.staff,
    admin: here.admin,
    participant: here.trainer,
  };
  const as = async (userId: string) => chat.over(await chat.tokenOf(userId)).chat;
  const [trainer, former, guest] = [await as(here.trainer), await as(formerParticipant), await as(guestId)];
  const group = await trainer.conversations.create.mutate({ type: "group", name: "Spin", participantIds: [formerParticipant, guestId] });
  await guest.messages.send.mutate({ conversationId: group.id, id: uuidv7(), content: "Hello" });
  await former.conversations.leave.mutate({ conversationId: group.id });
  const support = await guest.support.open.mutate({});
  await guest.messages.send.mutate({ conversationId: support.id, id: uuidv7(), content: "Is the sauna on?" });
  const tokens = {} as MatrixWorld["tokens"];
  for (const [caller, userId] of Object.entries(people)) tokens[caller as keyof typeof people] = await chat.tokenOf(userId);
  return { served: chat, people, groupId: group.id, supportId: support.id, guestId, tokens };
}
