"use client";
import { useEffect, useMemo, useState } from "react";
import type { ChatClient } from "@/client/chat-client.types";
import type { Role } from "@/shared/people";
import type { QueueItem } from "@/shared/support";
import { useChatClient } from "@/ui/hooks/chat-client-context";

/** Who may have a case. */
const deskRoles: readonly Role[] = ["staff", "admin", "trainer"];
const asked = new WeakMap<ChatClient, Promise<ReadonlyMap<string, string>>>();
const nobody: ReadonlyMap<string, string> = new Map();

/**
 * The names of those who have the cases of a queue, by user id. Whoever has written to a member stands in the conversation; whoever was only given its case
 * does not, and is asked for once.
 */
export function useColleagueNames(items: readonly QueueItem[]): ReadonlyMap<string, string> {
  const client = useChatClient();
  const [colleagues, setColleagues] = useState(nobody);
  const known = useMemo(
    () => new Map(items.flatMap(({ conversation }) => conversation.participants.map(({ id, name }) => [id, name]))),
    [items],
  );
  const isSomebodyUnknown = items.some(
    ({ case: { assigneeId } }) => assigneeId !== null && !known.has(assigneeId) && !colleagues.has(assigneeId),
  );
  useEffect(() => {
    if (!isSomebodyUnknown) return;
    let isMounted = true;
    namesOf(client).then(
      (names) => isMounted && setColleagues(names),
      // Without a connection the rows say "Assigned"; the next look at the queue asks again.
      () => asked.delete(client),
    );
    return () => {
      isMounted = false;
    };
  }, [client, isSomebodyUnknown]);
  return useMemo(() => new Map([...colleagues, ...known]), [colleagues, known]);
}

function namesOf(client: ChatClient): Promise<ReadonlyMap<string, string>> {
  let names = asked.get(client);
  if (!names) {
    names = Promise.all(deskRoles.map((role) => client.searchUsers("", { role }))).then(
      (pages) => new Map(pages.flatMap(({ items }) => items.map(({ id, name }) => [id, name] as const))),
    );
    asked.set(client, names);
  }
  return names;
}
