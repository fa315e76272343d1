/** What the tests of the desk's work on cases begin with. */

import { caseDesk, caseDeskOn } from "../../client/case-desk";
import type { CaseDesk } from "../../client/case-desk.types";
import type { Readable } from "../../client/chat-client.types";
import { baseOf } from "../../client/client-base";
import { type ChatPerson, chatPerson, until } from "./chat-person";
import { makeStaffedGym, makeUser } from "./example-data";
import type { TestRuntimeOptions } from "./test-runtime";
import { type TestServer, testServer } from "./test-server";

/** A member who waits, and two at the desk with their work on cases. */
export interface CaseWorld extends AsyncDisposable {
  server: TestServer;
  member: ChatPerson;
  anna: ChatPerson & { desk: CaseDesk };
  greta: ChatPerson & { desk: CaseDesk };
  /** The member's support conversation. */
  id: string;
}

/** A member who has asked, and two at the desk. */
export async function caseWorld(options: TestRuntimeOptions = {}): Promise<CaseWorld> {
  const server = await testServer(options);
  const gym = await makeStaffedGym(server.runtime.db);
  const second = await makeUser(server.runtime.db, "staff", { gymId: gym.gymId });
  const member = await chatPerson(server, gym.member);
  const [first, other] = [await chatPerson(server, gym.staff), await chatPerson(server, second)];
  const { id } = await member.client.openSupport("The sauna");
  member.client.send(id, "Is the sauna on?");
  await until(member.client.thread(id), ({ messages }) => messages.length === 1);
  return {
    server,
    member,
    anna: { ...first, desk: caseDesk(first.client) },
    greta: { ...other, desk: caseDesk(other.client) },
    id,
    async [Symbol.asyncDispose]() {
      for (const person of [member, first, other]) await person.client.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The desk of somebody to whom things come late. */
export interface SlowDesk {
  desk: CaseDesk;
  /** From now on nothing arrives; the answer lets it arrive. */
  holdEvents(): () => void;
  /** From now on what is asked for is answered only after the answer to this is called. */
  holdAnswers(): () => void;
}

/** The desk of somebody to whom events or answers come late. */
export function slowDesk({ client }: ChatPerson): SlowDesk {
  let waiting: (() => void)[] | null = null;
  let answering: Promise<void> = Promise.resolve();
  const base = baseOf(client);
  const { desk, connection } = base;
  const lateDesk: Pick<typeof desk, "caseOf" | "takeCase" | "follow"> = {
    caseOf: (id) => desk.caseOf(id),
    takeCase: (one) => desk.takeCase(one),
    follow: ({ onListening, onEvents }) =>
      desk.follow({ onListening, onEvents: (events) => (waiting ? void waiting.push(() => onEvents(events)) : onEvents(events)) }),
  };
  const lateConnection: Pick<typeof connection, "patiently"> = {
    patiently: async (work, patience) => {
      const answer = await connection.patiently(work, patience);
      await answering;
      return answer;
    },
  };
  return {
    desk: caseDeskOn({ ...base, desk: lateDesk as typeof desk, connection: lateConnection as typeof connection }),
    holdEvents() {
      waiting = [];
      return () => {
        const held = waiting ?? [];
        waiting = null;
        for (const arrive of held) arrive();
      };
    },
    holdAnswers() {
      let release: () => void = () => undefined;
      answering = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

/** Watches from now on, as a screen does. */
export function watch<T>(readable: Readable<T>): Disposable {
  const end = readable.subscribe(() => undefined);
  return { [Symbol.dispose]: end };
}
