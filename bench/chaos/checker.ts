/**
 * Judges a history: what must hold of every run, whatever was killed in it. Each violation names the invariant it breaks. The checker knows nothing
 * of how the product works, and is itself tested against histories with planted faults.
 */
import { type ApplyOp, grouped, type Op, ofKind, type SendOp, type StoredOp } from "./history";

export interface Violation {
  invariant: string;
  text: string;
}

export interface Verdict {
  violations: Violation[];
  counts: {
    sends: number;
    acknowledged: number;
    refused: number;
    unknown: number;
    applied: number;
    repeats: number;
    reads: number;
    removals: number;
  };
}

interface View {
  history: readonly Op[];
  sends: Map<string, SendOp[]>;
  stored: Map<string, StoredOp>;
  report: (invariant: string, text: string) => void;
}

/** Everything that is wrong with a history; nothing, if the run was right. */
export function judge(history: readonly Op[]): Verdict {
  const violations: Violation[] = [];
  const sends = grouped(ofKind(history, "send"), ({ id }) => id);
  const stored = new Map(ofKind(history, "stored").map((op) => [op.conversation, op]));
  const view: View = { history, sends, stored, report: (invariant, text) => void violations.push({ invariant, text }) };
  for (const check of [storedLog, sendsEnd, agreement, applyOrder, realTime, reads, rest, access, receipts, claims]) check(view);
  const attempts = ofKind(history, "send");
  const applied = ofKind(history, "apply");
  return {
    violations,
    counts: {
      sends: sends.size,
      acknowledged: [...sends.values()].filter((tries) => tries.some(({ outcome }) => outcome === "ok")).length,
      refused: attempts.filter(({ outcome }) => outcome === "fail").length,
      unknown: attempts.filter(({ outcome }) => outcome === "unknown").length,
      applied: applied.filter(({ isRepeat }) => !isRepeat).length,
      repeats: applied.filter(({ isRepeat }) => isRepeat).length,
      reads: ofKind(history, "read").length,
      removals: ofKind(history, "removed").length,
    },
  };
}

/** I2, I3, I4: the stored log is dense, holds each id once, and nothing that nobody sent. */
function storedLog({ stored, sends, report }: View): void {
  for (const { conversation, messages, lastSeq } of stored.values()) {
    const ids = new Set<string>();
    for (const [at, message] of messages.entries()) {
      if (message.seq !== at + 1) report("I4", `${conversation} holds seq ${message.seq} at place ${at + 1}`);
      if (ids.has(message.id)) report("I3", `${conversation} holds ${message.id} twice`);
      ids.add(message.id);
      const tries = sends.get(message.id);
      if (!tries) report("I2", `${message.id} was never sent`);
      else if (tries.every(({ outcome }) => outcome === "fail")) report("I2", `${message.id} was refused and is stored`);
    }
    if (lastSeq !== messages.length) report("I4", `${conversation} counts ${lastSeq} messages and holds ${messages.length}`);
  }
}

/** I1, I3, I14, I17: every send has an end; an acknowledged one is stored, once, where its acknowledgements said. */
function sendsEnd({ sends, stored, report }: View): void {
  for (const [id, tries] of sends) {
    const [first] = tries;
    if (!first) continue;
    const acknowledged = tries.filter(({ outcome }) => outcome === "ok");
    if (acknowledged.length === 0 && !tries.some(({ outcome }) => outcome === "fail")) report("I17", `${id} has no end`);
    const row = stored.get(first.conversation)?.messages.find((message) => message.id === id);
    for (const { seq } of acknowledged) {
      if (!row) report("I1", `${id} was acknowledged with seq ${seq} and is not stored`);
      else if (row.seq !== seq) report("I3", `${id} was acknowledged with seq ${seq} and is stored with ${row.seq}`);
    }
    if (row && (row.hash !== first.hash || row.sender !== first.user)) report("I5", `${id} is stored with another text or sender`);
  }
}

/** I2, I5: all who see a place in a conversation see the same message there, and one that was sent. */
function agreement({ history, sends, stored, report }: View): void {
  const see = (who: string, conversation: string, seen: { seq: number; id: string; hash: string }) => {
    const row = stored.get(conversation)?.messages[seen.seq - 1];
    if (!sends.has(seen.id)) report("I2", `${who} saw ${seen.id}, which was never sent`);
    else if (!row || row.id !== seen.id || row.hash !== seen.hash)
      report("I5", `${who} saw another message at ${conversation} ${seen.seq}`);
  };
  for (const op of ofKind(history, "apply")) see(op.client, op.conversation, op);
  for (const op of ofKind(history, "read", "hold")) for (const message of op.messages) see(op.client, op.conversation, message);
}

/** I6: what a client is told anew comes in the order of the conversation, and never twice. */
function applyOrder({ history, report }: View): void {
  const newest = new Map<string, Map<string, number>>();
  for (const op of history) {
    if (op.f === "reset") newest.delete(op.client);
    if (op.f === "forget") newest.get(op.client)?.delete(op.conversation);
    if (op.f !== "apply" || op.isRepeat) continue;
    const known = newest.get(op.client) ?? new Map<string, number>();
    newest.set(op.client, known);
    const before = known.get(op.conversation) ?? 0;
    if (op.seq <= before) report("I6", `${op.client} applied ${op.conversation} ${op.seq} after ${before}`);
    known.set(op.conversation, Math.max(before, op.seq));
  }
}

/** I8, I9: what was acknowledged before another send began stands before it. A client sends one after the other, so its own order is part of it. */
function realTime({ sends, report }: View): void {
  const byConversation = grouped(sends.values(), ([first]) => first?.conversation ?? "");
  for (const group of byConversation.values()) {
    const sent = group.flatMap((tries) => {
      const ok = tries.filter(({ outcome }) => outcome === "ok");
      const seq = ok[0]?.seq;
      return seq === undefined
        ? []
        : [
            {
              id: tries[0]?.id,
              seq,
              began: Math.min(...tries.map(({ invoked }) => invoked)),
              acknowledged: Math.min(...ok.map(({ ended }) => ended)),
            },
          ];
    });
    const byEnd = [...sent].sort((a, b) => a.acknowledged - b.acknowledged);
    let at = 0;
    let highest = 0;
    for (const one of sent.sort((a, b) => a.began - b.began)) {
      for (; (byEnd[at]?.acknowledged ?? Number.POSITIVE_INFINITY) < one.began; at++) highest = Math.max(highest, byEnd[at]?.seq ?? 0);
      if (one.seq <= highest) report("I8", `${one.id} has seq ${one.seq}, though ${highest} was acknowledged before it was sent`);
    }
  }
}

/** I10, I11, I13: a read holds everything acknowledged before it began, without a hole, and never less than an earlier read of the same client. */
function reads({ history, sends, report }: View): void {
  const acknowledged = grouped(
    [...sends.values()].flat().filter(({ outcome }) => outcome === "ok"),
    ({ conversation }) => conversation,
  );
  const before = new Map<string, number>();
  for (const op of ofKind(history, "read")) {
    const newest = op.messages.at(-1)?.seq ?? 0;
    for (const { seq = 0, ended, id } of acknowledged.get(op.conversation) ?? []) {
      if (ended < op.invoked && seq > newest)
        report("I10", `${op.client} read ${op.conversation} up to ${newest} after ${id} (${seq}) was acknowledged`);
    }
    const key = `${op.client} ${op.conversation}`;
    if (newest < (before.get(key) ?? 0)) report("I11", `${key} went back from ${before.get(key)} to ${newest}`);
    before.set(key, newest);
    if (!isDense(op.messages)) report("I7", `${op.client} read a page of ${op.conversation} with a hole`);
  }
}

/** I1, I7, I12: at rest everybody who takes part holds the end of the stored log, without a hole. */
function rest({ history, stored, report }: View): void {
  const holds = new Set(ofKind(history, "hold").map(({ client, conversation }) => `${client} ${conversation}`));
  const listeners = new Map(ofKind(history, "reset").map(({ client, user }) => [client, user]));
  for (const [client, user] of listeners) {
    for (const { conversation, members } of stored.values()) {
      if (members.includes(user) && !holds.has(`${client} ${conversation}`)) report("I1", `${client} does not hold ${conversation}`);
    }
  }
  for (const op of ofKind(history, "hold")) {
    const log = stored.get(op.conversation);
    if (!log) report("I2", `${op.client} holds ${op.conversation}, which is not stored`);
    else if (log.members.includes(op.user)) {
      const newest = op.messages.at(-1)?.seq ?? 0;
      if (newest !== log.lastSeq) report("I1", `${op.client} holds ${op.conversation} up to ${newest} of ${log.lastSeq}`);
      if (!isDense(op.messages)) report("I7", `${op.client} holds ${op.conversation} with a hole`);
    }
  }
}

/** I18, I20: between being taken out and being let in again nobody hears or says anything. */
function access({ history, sends, stored, report }: View): void {
  const changes = grouped(ofKind(history, "removed", "joined"), ({ user, conversation }) => `${user} ${conversation}`);
  const applies = grouped(ofKind(history, "apply"), ({ user, conversation }) => `${user} ${conversation}`);
  for (const [key, list] of changes) {
    const [user = "", conversation = ""] = key.split(" ");
    for (const removed of list.filter(({ f }) => f === "removed")) {
      const back = list.find(({ f, version }) => f === "joined" && version > removed.version);
      const isOutside = (version: number) => version > removed.version && version < (back?.version ?? Number.POSITIVE_INFINITY);
      const leaks = (op: ApplyOp) => isOutside(op.version) && op.at < (back?.invoked ?? Number.POSITIVE_INFINITY);
      for (const op of applies.get(key) ?? [])
        if (leaks(op)) report("I18", `${op.client} heard ${conversation} ${op.seq} after being removed`);
      for (const message of stored.get(conversation)?.messages ?? []) {
        if (message.sender === user && isOutside(message.version) && sends.has(message.id))
          report("I20", `${user} wrote ${message.id} after being removed`);
      }
    }
  }
}

/** I15: a watermark that a client is told never falls and never passes the log. */
function receipts({ history, stored, report }: View): void {
  const known = new Map<string, number>();
  for (const op of history) {
    if (op.f !== "receipt") continue;
    const key = `${op.client} ${op.conversation} ${op.user}`;
    if (op.readSeq < (known.get(key) ?? 0)) report("I15", `${key} fell from ${known.get(key)} to ${op.readSeq}`);
    known.set(key, op.readSeq);
    if (op.deliveredSeq > (stored.get(op.conversation)?.lastSeq ?? 0)) report("I15", `${key} passed the newest message`);
    if (op.readSeq > op.deliveredSeq) report("I15", `${key} was read before it was delivered`);
  }
}

/** I24: from one version of a case at most one claim succeeds. */
function claims({ history, report }: View): void {
  const won = ofKind(history, "claim").filter(({ outcome }) => outcome === "ok");
  for (const [key, list] of grouped(won, ({ conversation, fromVersion }) => `${conversation} ${fromVersion}`)) {
    if (list.length > 1) report("I24", `${key} was claimed by ${list.map(({ user }) => user).join(" and ")}`);
  }
}

function isDense(messages: readonly { seq: number }[]): boolean {
  return messages.every(({ seq }, at) => at === 0 || seq === (messages[at - 1]?.seq ?? 0) + 1);
}
