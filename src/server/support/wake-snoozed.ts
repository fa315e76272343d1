import type { Delivery } from "../delivery/delivery";
import { told } from "../delivery/told";
import type { Runtime } from "../platform/runtime";
import { readCurrentCase, writeCase } from "./case-rows";
import { moved } from "./move-case";
import { oneByOne } from "./one-by-one";

const atOnceMax = 100;

// By the database's clock: processes whose own are wrong wake nobody early.
const readDue = {
  name: "support-read-due-cases",
  text: "select conversation_id, now() as now from cases where status = 'snoozed' and snoozed_until <= now() order by snoozed_until limit $1",
};

type Parts = Pick<Runtime, "db"> & { delivery: Delivery };

/**
 * Wakes the cases whose time has come. What is due stands in the cases themselves and is looked at under each conversation's lock, so however many
 * processes ask, and whenever one of them died, each sleep ends once.
 * @returns how many this call woke
 */
export async function wakeSnoozed({ db, delivery }: Parts): Promise<number> {
  const due = await db.rows<{ conversation_id: string; now: string }>(readDue, [atOnceMax]);
  return oneByOne(due, ({ conversation_id, now }) => wake(delivery, conversation_id, now));
}

function wake(delivery: Delivery, conversationId: string, now: string): Promise<boolean> {
  return delivery.change(async (change) => {
    const conversation = await change.lock(conversationId);
    if (!conversation) return false;
    const current = await readCurrentCase(change.sql, conversationId);
    // Awake by now, or asleep for longer.
    if (current?.status !== "snoozed" || (current.snoozedUntil ?? now) > now) return false;
    const step = await change.step(conversation);
    const { events } = await writeCase(change.sql, { before: current, ...moved(current, "timeUp") }, { step, actorId: null });
    change.tell(told(conversation.key, step.version, { events }));
    return true;
  });
}
