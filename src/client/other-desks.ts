import { readAppError } from "../shared/errors";
import type { Me } from "../shared/people";
import { actorOf, haveSameDesks, mayTakePart } from "../shared/permissions";
import type { ClientBase } from "./client-base";

/** What is in the lists has come by then, and need not be asked for. */
const settleMs = 2_000;

/** Calls back with the viewer when they work at other desks than before, as soon as the server has said so. */
export function whenOtherDesks({ me }: ClientBase, changed: (me: Me) => void): void {
  let before = me.getSnapshot();
  me.subscribe(() => {
    const now = me.getSnapshot();
    if (before && now && !haveSameDesks(before, now)) changed(now);
    before = now;
  });
}

/** Whether the viewer may still see a conversation, as far as this client knows it; one that it does not know has to be asked for. */
export function isStillTheirs({ store }: ClientBase, me: Me, conversationId: string): boolean {
  const known = store.get(conversationId);
  return known !== undefined && mayTakePart(actorOf(me), known, true);
}

/**
 * Forgets what was being written in conversations that are not the viewer's any more: at once when a desk is taken away, and what an earlier page of this device
 * left as soon as there is a connection to ask over.
 */
export function forgetDraftsOfOthers(base: ClientBase): void {
  const { drafts, connection, clock, store } = base;
  const asked = new Set<string>();
  const ask = (id: string) => {
    asked.add(id);
    connection
      .call((api) => api.conversations.get.query({ id }))
      .catch((error: unknown) => {
        // Asked again over the next connection, unless it is said.
        if (readAppError(error)?.code !== "NOT_A_PARTICIPANT") asked.delete(id);
        else for (const key of drafts.written.getSnapshot()) if (conversationOf(key) === id) drafts.set(key, "");
      });
  };
  whenOtherDesks(base, (me) => {
    asked.clear();
    for (const key of drafts.written.getSnapshot()) {
      const id = conversationOf(key);
      if (store.get(id) && !isStillTheirs(base, me, id)) drafts.set(key, "");
    }
  });
  const look = () => {
    if (!connection.isOpen) return;
    const unknown = new Set(
      drafts.written
        .getSnapshot()
        .map(conversationOf)
        .filter((id) => !store.get(id) && !asked.has(id)),
    );
    for (const id of unknown) ask(id);
  };
  const lookSoon = () => void clock.after(settleMs, look);
  connection.state.subscribe(lookSoon);
  lookSoon();
}

/** A text for the desk alone is kept under its conversation's id and more (`draftKey`). */
function conversationOf(key: string): string {
  return key.split("/", 1).join();
}
