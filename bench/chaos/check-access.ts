/** Who may hear and say what, and how often: I18, I19, I20, I22, I24. */
import type { Check, Report, Sent } from "./check";
import {
  type ClaimOp,
  entryOf,
  grouped,
  type JoinedOp,
  type LimitOp,
  type Op,
  type PeekOp,
  type RemovedOp,
  type StoredOp,
} from "./history";

/** A frame may be under way when a sign-in ends. */
const signInGraceMs = 2_000;

/** What somebody was told of a conversation: the version of each thing and when it came. */
interface Told {
  versions: number[];
  times: number[];
}

interface Absence {
  user: string;
  conversation: string;
  removed: RemovedOp;
  back: JoinedOp | undefined;
}

export class AccessCheck implements Check {
  readonly #told = new Map<string, Told>();
  readonly #changes: (RemovedOp | JoinedOp)[] = [];
  readonly #peeks: PeekOp[] = [];
  readonly #claims: ClaimOp[] = [];
  readonly #taken = new Map<string, { from: number; to: number }[]>();
  readonly #limits: LimitOp[] = [];

  constructor(
    private readonly report: Report,
    private readonly sends: ReadonlyMap<string, Sent>,
  ) {}

  take(op: Op): void {
    switch (op.f) {
      case "apply":
        if (op.signInEndsAt !== undefined && op.at > op.signInEndsAt + signInGraceMs)
          this.report("I19", `${op.client} heard ${op.conversation} ${op.seq} after their sign-in had ended`);
        this.#hear(op.user, op.conversation, op);
        return;
      case "receipt":
        this.#hear(op.listener, op.conversation, op);
        return;
      case "removed":
      case "joined":
        this.#changes.push(op);
        return;
      case "peek":
        this.#peeks.push(op);
        return;
      case "claim":
        this.#claims.push(op);
        return;
      case "limit":
        this.#limits.push(op);
        return;
      case "send": {
        if (this.#limits.length === 0 || op.outcome !== "ok") return;
        entryOf(this.#taken, op.user, () => []).push({ from: op.invoked, to: op.ended });
      }
    }
  }

  end(stored: ReadonlyMap<string, StoredOp>): void {
    for (const absence of this.#absences()) {
      this.#judgeHeard(absence);
      this.#judgeSaid(absence, stored.get(absence.conversation));
      this.#judgePeeks(absence);
    }
    for (const limit of this.#limits) this.#judgeLimit(limit);
    this.#judgeClaims();
  }

  #hear(user: string, conversation: string, { version, at }: { version: number; at: number }): void {
    const told = entryOf(this.#told, `${user} ${conversation}`, () => ({ versions: [], times: [] }));
    told.versions.push(version);
    told.times.push(at);
  }

  #absences(): Absence[] {
    const absences: Absence[] = [];
    for (const list of grouped(this.#changes, ({ user, conversation }) => `${user} ${conversation}`).values()) {
      const ordered = [...list].sort((a, b) => a.version - b.version);
      for (const [at, removed] of ordered.entries()) {
        if (removed.f !== "removed") continue;
        const back = ordered.slice(at).find((one): one is JoinedOp => one.f === "joined");
        absences.push({ user: removed.user, conversation: removed.conversation, removed, back });
      }
    }
    return absences;
  }

  /** I18: between being taken out and being let in again, by the conversation's own counter, nobody hears anything. */
  #judgeHeard({ user, conversation, removed, back }: Absence): void {
    const told = this.#told.get(`${user} ${conversation}`);
    const [untilVersion, until] = [back?.version ?? Number.POSITIVE_INFINITY, back?.invoked ?? Number.POSITIVE_INFINITY];
    for (const [at, version] of told?.versions.entries() ?? []) {
      if (version > removed.version && version < untilVersion && (told?.times[at] ?? 0) < until)
        this.report("I18", `${user} heard ${conversation} at version ${version} after being removed at ${removed.version}`);
    }
  }

  /** I20: nor says anything. */
  #judgeSaid({ user, conversation, removed, back }: Absence, log: StoredOp | undefined): void {
    const untilVersion = back?.version ?? Number.POSITIVE_INFINITY;
    for (const { sender, version, id } of log?.messages ?? []) {
      if (sender === user && version > removed.version && version < untilVersion && this.sends.has(id))
        this.report("I20", `${user} wrote ${id} in ${conversation} after being removed`);
    }
  }

  /** I18: nor finds anything by asking. */
  #judgePeeks({ user, conversation, removed, back }: Absence): void {
    for (const peek of this.#peeks) {
      if (peek.user !== user || peek.conversation !== conversation || !peek.got) continue;
      if (peek.invoked > removed.ended + (peek.graceMs ?? 0) && peek.ended < (back?.invoked ?? Number.POSITIVE_INFINITY))
        this.report("I18", `${peek.client} got something of ${conversation} by ${peek.way} after being removed`);
    }
  }

  /** I22: more calls than the limit that certainly lie within its window: the first was made, and the last answered, in less. */
  #judgeLimit({ calls, perMs }: LimitOp): void {
    for (const [user, taken] of this.#taken) {
      taken.sort((a, b) => a.from - b.from);
      for (let at = 0; at + calls < taken.length; at++) {
        const from = taken[at]?.from ?? 0;
        if ((taken[at + calls]?.from ?? 0) - from >= perMs) continue;
        const to = taken.slice(at, at + calls + 1).reduce((latest, one) => Math.max(latest, one.to), 0);
        if (to - from >= perMs) continue;
        this.report("I22", `${user} sent ${calls + 1} messages within ${Math.round(to - from)} ms`);
        break;
      }
    }
  }

  /** I24: from one version of a case at most one claim succeeds. */
  #judgeClaims(): void {
    const won = this.#claims.filter(({ outcome }) => outcome === "ok");
    for (const [key, list] of grouped(won, ({ conversation, fromVersion }) => `${conversation} ${fromVersion}`)) {
      if (list.length > 1) this.report("I24", `${key} was claimed by ${list.map(({ user }) => user).join(" and ")}`);
    }
  }
}
