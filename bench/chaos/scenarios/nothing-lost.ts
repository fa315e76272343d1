/** The short form of the checker, for runs in which people read by the thousand: what was acknowledged is stored once, and everybody has all. */
import type { Cluster } from "../cluster";
import { grouped, type SendOp } from "../history";
import type { ScenarioResult } from "../scenario";
import type { Held } from "./reader";

/** What is wrong, if anything: with the stored messages, and with what each reader holds of them. */
export async function nothingLost(
  cluster: Cluster,
  { sends, held }: { sends: readonly SendOp[]; held: readonly Held[] },
): Promise<ScenarioResult["violations"]> {
  const violations: ScenarioResult["violations"] = [];
  const report = (invariant: string, text: string) => void violations.push({ invariant, text });
  const rows = await cluster.sql<{ id: string; conversation_id: string; seq: number }>(
    "select id, conversation_id, seq from messages order by seq",
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  if (stored.size !== rows.length) report("I3", `${rows.length - stored.size} messages are stored twice`);
  const newest = new Map<string, number>();
  for (const { conversation_id: conversation, seq } of rows) {
    const before = newest.get(conversation) ?? 0;
    if (seq !== before + 1) report("I4", `${conversation} holds ${seq} after ${before}`);
    newest.set(conversation, seq);
  }
  for (const [id, tries] of grouped(sends, (op) => op.id)) {
    if (!tries.some(({ outcome }) => outcome === "ok")) report("I17", `${id} has no acknowledgement`);
    for (const { outcome, seq } of tries)
      if (outcome === "ok" && stored.get(id)?.seq !== seq)
        report("I1", `${id} was acknowledged with seq ${seq} and is stored with ${stored.get(id)?.seq}`);
  }
  for (const { client, conversation, newest: has, holes } of held) {
    if (has !== (newest.get(conversation) ?? 0))
      report("I1", `${client} holds ${conversation} up to ${has} of ${newest.get(conversation) ?? 0}`);
    if (holes > 0) report("I7", `${client} was not told ${holes} times of what it missed of ${conversation}`);
  }
  return violations;
}
