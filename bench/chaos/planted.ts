/** A right history, made by a small model, and the ways to spoil it: one for each thing that the checker is to notice. */
import type { Op, SendOp } from "./history";

/** A run in which everything held: `random` gives numbers from 0 to 1. */
export function rightHistory(random: () => number, { people = 5, sends = 60 }: { people?: number; sends?: number } = {}): Op[] {
  const history: Op[] = [];
  const conversation = "c1";
  const log: { seq: number; version: number; id: string; sender: string; hash: string }[] = [];
  const clients = Array.from({ length: people }, (_, at) => ({ client: `k${at}`, user: `u${at}`, known: 0, isInside: true }));
  let clock = 0;
  let version = 1;
  const tick = () => (clock += 1 + random());
  history.push({ f: "limit", calls: 10, perMs: 4 });
  for (const { client, user } of clients) history.push({ f: "reset", client, user, at: tick() });

  const catchUp = (one: (typeof clients)[number]) => {
    for (; one.isInside && one.known < log.length; one.known++) {
      const message = log[one.known];
      if (message) history.push({ f: "apply", client: one.client, user: one.user, conversation, at: tick(), ...message, isRepeat: false });
    }
  };
  for (let count = 0; count < sends; count++) {
    const author = clients[Math.floor(random() * people)];
    if (!author?.isInside) continue;
    const id = `m${count}`;
    const base = { f: "send", client: author.client, user: author.user, conversation, id, hash: `h${count}` } as const;
    if (random() < 0.1) history.push({ ...base, invoked: tick(), ended: tick(), outcome: "unknown" });
    const invoked = tick();
    log.push({ seq: log.length + 1, version: ++version, id, sender: author.user, hash: `h${count}` });
    history.push({ ...base, invoked, ended: tick(), outcome: "ok", seq: log.length });
    for (const one of clients) if (random() < 0.7) catchUp(one);
    if (random() < 0.2) {
      catchUp(author);
      const reader = { client: author.client, user: author.user, conversation };
      history.push({
        f: "read",
        ...reader,
        invoked: tick(),
        ended: tick(),
        messages: log.slice(-10).map(({ seq, id, hash }) => ({ seq, id, hash })),
      });
      history.push({
        f: "receipt",
        client: "k0",
        listener: "u0",
        conversation,
        user: author.user,
        at: tick(),
        version,
        readSeq: log.length,
        deliveredSeq: log.length,
      });
    }
    if (count === Math.floor(sends / 2)) {
      const leaver = clients[people - 1];
      if (leaver) {
        catchUp(leaver);
        leaver.isInside = false;
        history.push({ f: "removed", user: leaver.user, conversation, version: ++version, invoked: tick(), ended: tick() });
        const asked = { client: leaver.client, user: leaver.user, conversation, invoked: tick(), ended: tick() };
        history.push({ f: "peek", ...asked, way: "messages.list", got: false });
      }
    }
  }
  history.push({ f: "claim", user: "u0", conversation: "s1", fromVersion: 4, outcome: "ok", invoked: tick(), ended: tick() });
  history.push({ f: "claim", user: "u1", conversation: "s1", fromVersion: 4, outcome: "fail", invoked: tick(), ended: tick() });
  for (const one of clients) {
    catchUp(one);
    if (!one.isInside) continue;
    history.push({ f: "level", client: one.client, user: one.user, conversation, held: "alike", fresh: "alike" });
    history.push({
      f: "hold",
      client: one.client,
      user: one.user,
      conversation,
      messages: log.map(({ seq, id, hash }) => ({ seq, id, hash })),
    });
  }
  const members = clients.filter(({ isInside }) => isInside).map(({ user }) => user);
  history.push({ f: "stored", conversation, lastSeq: log.length, messages: log, members });
  return history;
}

type Spoil = (history: Op[]) => void;

/** Each fault changes a right history in place. The key names the fault, the first part of the value the invariant that must go red. */
export const plantedFaults: Record<string, [invariant: string, spoil: Spoil]> = {
  "an acknowledged message is dropped": ["I1", (history) => void stored(history).messages.splice(20, 1)],
  "a message is doubled": ["I3", (history) => stored(history).messages.splice(20, 0, at(stored(history).messages, 20))],
  "two messages are swapped for one reader": [
    "I5",
    (history) => {
      const [a, b] = applies(history, "k1").slice(-2);
      if (a && b) [a.id, b.id, a.hash, b.hash] = [b.id, a.id, b.hash, a.hash];
    },
  ],
  "a reader skips a message and fills it in later": [
    "I6",
    (history) => {
      const [, , a, b] = applies(history, "k1");
      if (!a || !b) return;
      const [from, to] = [history.indexOf(a), history.indexOf(b)];
      history[from] = b;
      history[to] = a;
    },
  ],
  "a message leaks to somebody removed": [
    "I18",
    (history) => {
      const removed = find(history, "removed");
      const leaked = stored(history).messages.find(({ version }) => version > removed.version);
      if (leaked)
        history.push({
          f: "apply",
          client: "k4",
          user: removed.user,
          conversation: "c1",
          at: removed.ended + 1,
          ...leaked,
          isRepeat: false,
        });
    },
  ],
  "two readers see another text at the same place": [
    "I5",
    (history) => void Object.assign(at(applies(history, "k2"), 3), { hash: "another" }),
  ],
  "a read misses what was acknowledged before it": [
    "I10",
    (history) => {
      const read = history.findLast((op) => op.f === "read");
      if (read?.f === "read") read.messages.splice(-3);
    },
  ],
  "a stored message vanishes again": [
    "I4",
    (history) => {
      const log = stored(history);
      log.messages.pop();
    },
  ],
  "a receipt goes back": [
    "I15",
    (history) => {
      const last = history.findLast((op) => op.f === "receipt");
      if (last?.f === "receipt") history.push({ ...last, readSeq: last.readSeq - 1 });
    },
  ],
  "two people own one case": [
    "I24",
    (history) => {
      for (const op of history) if (op.f === "claim") op.outcome = "ok";
    },
  ],
  "a message waits for ever": [
    "I17",
    (history) => {
      const { id } = lastSend(history);
      for (const op of history) if (op.f === "send" && op.id === id) op.outcome = "unknown";
    },
  ],
  "a message appears that nobody sent": ["I2", (history) => void applyPhantom(history)],
  "a refused message is stored": [
    "I2",
    (history) => {
      const { id } = lastSend(history);
      for (const op of history) if (op.f === "send" && op.id === id) Object.assign(op, { outcome: "fail", seq: undefined });
    },
  ],
  "an id is taken twice with two texts": [
    "I3",
    (history) => {
      const send = lastSend(history);
      history.splice(history.indexOf(send) + 1, 0, { ...send, hash: "another" });
    },
  ],
  "a message sent again is written again": [
    "I3",
    (history) => {
      const send = lastSend(history);
      history.splice(history.indexOf(send) + 1, 0, { ...send, seq: (send.seq ?? 0) + 1 });
    },
  ],
  "a reader is never told one message": ["I7", (history) => void history.splice(history.indexOf(at(applies(history, "k1"), 4)), 1)],
  "a message overtakes one that was acknowledged before it was sent": [
    "I8",
    (history) => {
      const first = history.find((op) => op.f === "send" && op.outcome === "ok");
      const last = lastSend(history);
      for (const op of history)
        if (op.f === "send" && first?.f === "send" && op.id === first.id)
          Object.assign(op, { invoked: last.ended + 1, ended: last.ended + 2 });
    },
  ],
  "a reader goes back": ["I11", (history) => void readAgain(history, "k0", "k0")],
  "a reader sees less than another saw before": ["I13", (history) => void readAgain(history, "k0", "k1")],
  "what a client made of the events is not what is stored": [
    "I12",
    (history) => void Object.assign(find(history, "level"), { held: "another" }),
  ],
  "a receipt is given for what nobody was told": [
    "I14",
    (history) => {
      const receipt = find(history, "receipt");
      const from = history.indexOf(receipt);
      const { messages } = stored(history);
      const told = history.slice(0, from).findLast((op) => op.f === "apply" && op.user === "u2");
      const seq = messages.find((message) => message.sender !== "u2" && message.seq > (told?.f === "apply" ? told.seq : 0))?.seq ?? 0;
      history.splice(from, 0, { ...receipt, user: "u2", deliveredSeq: seq, readSeq: 0 });
    },
  ],
  "somebody removed is still answered": ["I18", (history) => void Object.assign(find(history, "peek"), { got: true })],
  "somebody removed is told who read": [
    "I18",
    (history) => {
      const removed = find(history, "removed");
      const receipt = find(history, "receipt");
      history.push({ ...receipt, client: "k4", listener: removed.user, at: removed.ended + 1, version: removed.version + 1 });
    },
  ],
  "a socket goes on after its sign-in": [
    "I19",
    (history) => {
      const apply = at(applies(history, "k1"), 5);
      apply.signInEndsAt = apply.at - 2_001;
    },
  ],
  "somebody removed still writes": [
    "I20",
    (history) => {
      const removed = find(history, "removed");
      const message = stored(history).messages.find(({ version }) => version > removed.version);
      if (message) message.sender = removed.user;
    },
  ],
  "somebody sends oftener than the limit": ["I22", (history) => void Object.assign(find(history, "limit"), { calls: 1, perMs: 1_000 })],
};

/** Everything that was sent and stays unread is taken away but one read, which another follows that holds less. */
function readAgain(history: Op[], first: string, second: string): void {
  const read = history.findLast((op) => op.f === "read");
  if (read?.f !== "read") throw new Error("the history has no read");
  const later = { ...read, client: second, invoked: read.ended + 1, ended: read.ended + 2, messages: read.messages.slice(0, -1) };
  history.splice(history.indexOf(read), 1, { ...read, client: first }, later);
}

function applyPhantom(history: Op[]): void {
  const seen = at(applies(history, "k3"), 0);
  history.push({ ...seen, id: "phantom", at: seen.at + 1, isRepeat: true });
}

function stored(history: Op[]) {
  return find(history, "stored");
}

function applies(history: Op[], client: string) {
  return history.filter((op) => op.f === "apply" && op.client === client) as Extract<Op, { f: "apply" }>[];
}

function lastSend(history: Op[]): SendOp {
  const send = history.findLast((op) => op.f === "send");
  if (send?.f !== "send") throw new Error("the history has no send");
  return send;
}

function find<F extends Op["f"]>(history: Op[], kind: F): Extract<Op, { f: F }> {
  const op = history.find((one) => one.f === kind);
  if (!op) throw new Error(`the history has no ${kind}`);
  return op as Extract<Op, { f: F }>;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`the history is too short for place ${index}`);
  return item;
}
