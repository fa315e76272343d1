/**
 * Keeps this process level with the database. The bus brings changes quickly; the versions say whether it brought all of them: the next
 * version is delivered at once, a jump is read from the database, an older one is an echo. And because the bus may lose anything, a tick each
 * second asks which conversations changed lately and reads what is missing. The window of the tick only finds candidates, so it is generous;
 * it cannot miss one, because a change is visible within `settlingMs` of the moment stamped on it.
 */
import { limits } from "../../shared/limits";
import type { Runtime } from "../platform/runtime";
import { type ChangedRow, changedLately, type JoinedRow, joinedLately, keyOf } from "./changed-lately";
import { eventsOf } from "./changes-as-events";
import { type Cursor, settlingMs } from "./cursor";
import { EarlyChanges } from "./early-changes";
import { Gaps } from "./gaps";
import { HeardReader } from "./heard";
import { Hub } from "./hub";
import type { Followed } from "./listener";
import { Pace } from "./pace";
import { handedOverAt, Progress, tickMs } from "./progress";
import { type ConversationChanges, readChanges } from "./read-changes";
import { participantOf } from "./rows";
import { type ConversationKey, conversationTopic, decodeTold, only, readStamp, type Told, told } from "./told";
import { Topics } from "./topics";

/** Where nobody here can say since when: everything may be unknown. */
const longAgo = new Date(0).toISOString();

export class Follower {
  readonly progress = new Progress();
  readonly pace: Pace;
  readonly hub: Hub;
  readonly topics: Topics;
  readonly heard: HeardReader;
  readonly gaps: Gaps;
  readonly #runtime: Runtime;
  readonly #early: EarlyChanges;
  readonly #catchingUp = new Map<Followed, { until: number; done: Promise<void> }>();
  /** Desks with somebody at them, or about to be, each with the moment from which on changes may be unknown to them. */
  readonly #desksSince = new Map<string, string>();
  /** Followed since the last tick, as one listener knows them: another of this process may take part and not have heard of it. */
  #unchecked = new Set<string>();
  /** Conversations seen changing that nobody here listens to, with the version seen. */
  #passedOver = new Map<string, number>();
  #ticking: Promise<void> | null = null;
  #timer: Disposable | null = null;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.pace = new Pace(runtime.clock, (listener) => this.progress.cursorOf(listener), runtime.metrics);
    this.hub = new Hub(this.pace);
    this.#early = new EarlyChanges(runtime.clock, (followed, until) => void this.#catchUp(followed, until));
    this.heard = new HeardReader(runtime.db);
    this.gaps = new Gaps(runtime.db);
    this.topics = new Topics(runtime.bus, (text) => this.#hearBus(text));
  }

  start(): void {
    this.#timer ??= this.#runtime.clock.every(tickMs, () => void this.tick());
  }

  async stop(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    await this.#ticking;
    await Promise.all([...this.#catchingUp.values()].map(({ done }) => done));
  }

  /**
   * Somebody is about to sit down at a desk: its listener is in the hub, and nothing has been read for it. Its support conversations are not followed
   * until they change: what they were before will stand in the snapshot, and what changed since is found by its stamp.
   */
  deskBegins(gymId: string): void {
    if (!this.#desksSince.has(gymId)) this.#desksSince.set(gymId, this.progress.handedOver ?? longAgo);
    // What a tick passed over may be its own.
    this.#passedOver.clear();
  }

  /** What that desk is to hear was read at `now`, by the database's clock. */
  deskLoaded(gymId: string, now: Cursor): void {
    if (this.#desksSince.get(gymId) === longAgo) this.#desksSince.set(gymId, handedOverAt(now));
  }

  /**
   * Follows a conversation on this process, whose listeners know it as of `known`: a version, or, where that cannot be said, a moment (ISO, the
   * database's clock) from which on changes may be unknown to them. `wanted` receives the bus topic when it is new here. Where somebody sat at its
   * desk before, that desk may have missed a change of it. What may be unknown is read before its next change is told.
   */
  follow(key: ConversationKey, known: number | string, wanted: string[]): Followed {
    const before = this.hub.followed(key.id);
    if (before) return before;
    wanted.push(conversationTopic(key.id));
    if (typeof known === "number") this.#unchecked.add(key.id);
    const unknown = [typeof known === "string" ? known : undefined, key.type === "support" ? this.#desksSince.get(key.gymId) : undefined];
    const [since] = unknown.filter((moment) => moment !== undefined).sort();
    const followed = this.hub.follow(key, since === undefined ? Number(known) : 0);
    followed.unknownSince = since;
    return followed;
  }

  /** Lets go of what nobody here listens to any more. */
  async abandon(conversationIds: readonly string[]): Promise<void> {
    for (const gymId of this.#desksSince.keys()) if (!this.hub.hasDesk(gymId)) this.#desksSince.delete(gymId);
    if (this.hub.isIdle) this.progress.stop();
    await this.topics.release(conversationIds.map(conversationTopic));
  }

  /** A committed change, from this process or over the bus. */
  hear(change: Told): void {
    const followed = this.hub.followed(change.conversation.id) ?? this.#meet(change);
    if (!followed || change.version <= followed.version) return;
    const catchingUp = this.#catchingUp.get(followed);
    if (catchingUp) catchingUp.until = Math.max(catchingUp.until, change.version);
    else if (change.version === followed.version + 1) this.#deliverInOrder(followed, change);
    else if (followed.version === 0) void this.#catchUp(followed, change.version);
    else this.#early.hold(followed, change);
  }

  #deliverInOrder(followed: Followed, change: Told): void {
    let next: Told | undefined = change;
    while (next) {
      this.#deliver(followed, next);
      next = this.hub.isFollowed(followed) ? this.#early.takeNext(followed) : undefined;
    }
    // Nobody here heard it any more; what is held may bring somebody back.
    if (!this.hub.isFollowed(followed)) for (const held of this.#early.takeAll(followed)) this.hear(held);
  }

  /** Asks the database what changed lately, and reads what is missing. One at a time; never throws. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick()
      .catch((error: Error) => this.#runtime.log.warn({ error: error.message }, "delivery could not ask the database for changes"))
      .finally(() => {
        this.#ticking = null;
      });
    return this.#ticking;
  }

  async #tick(): Promise<void> {
    if (this.hub.isIdle) return;
    const unchecked = new Set(this.#unchecked);
    const tick = this.progress.beginTick();
    const rows = await this.#runtime.db.rows<ChangedRow>(changedLately, [this.progress.windowBegin, settlingMs / 1_000]);
    const [first] = rows;
    if (!first) throw new Error("the installation row is missing");
    this.progress.see(tick, first.quiet_since);
    if (this.progress.now && this.progress.now.epoch !== first.epoch) return await this.#startAfresh();
    const changed = rows.filter((row): row is ChangedRow & { id: string } => row.id !== null);
    await this.#meetLocal(changed, first.since, unchecked);
    for (const id of unchecked) this.#unchecked.delete(id);
    await Promise.all(
      changed.map((row) => {
        const followed = this.hub.followed(row.id);
        return followed && row.version > followed.version ? this.#catchUp(followed, row.version) : undefined;
      }),
    );
    const isBehind = ({ id, version }: { id: string; version: number }) => (this.hub.followed(id)?.version ?? version) < version;
    // What could not be read stays in the window, and the cursor before it, until it can.
    if (changed.some(isBehind)) return;
    if (!this.hub.isIdle) this.progress.endTick(tick, first);
  }

  /**
   * The database has another life: it was restored, or rewound. Nothing known here of versions and memberships holds, so every listener is sent
   * away; each comes back with a cursor of the old epoch and is told to load everything anew.
   */
  async #startAfresh(): Promise<void> {
    const { listeners, abandoned } = this.hub.sendAway();
    this.#runtime.log.warn({ listeners }, "the database has a new epoch; every listener starts afresh");
    this.#runtime.metrics.resyncs.inc(listeners);
    await this.abandon(abandoned);
  }

  /** The bus brings the same change once per topic, and this process's own ones again: those are known by their stamp alone. */
  #hearBus(text: string): void {
    const { conversationId, version } = readStamp(text);
    const followed = this.hub.followed(conversationId);
    if (!followed || version > followed.version) this.hear(decodeTold(text));
  }

  /** A change of a conversation that nobody here follows concerns us when one of ours has just joined, or it is new at a desk of ours. */
  #meet({ conversation, version, memberships }: Told): Followed | undefined {
    const isOurs = memberships.some(({ userId, joined }) => joined && this.hub.hasUser(userId));
    const isAtDesk = conversation.type === "support" && this.#desksSince.has(conversation.gymId);
    if (!isOurs && !isAtDesk) return undefined;
    return this.#adopt(conversation, version - 1);
  }

  /** The same for what the bus did not bring. Who joined is told all that changed since the window began: more than one change may be missing. */
  async #meetLocal(changed: readonly (ChangedRow & { id: string })[], since: string, unchecked: ReadonlySet<string>): Promise<void> {
    const unfollowed = changed.filter((row) => !this.hub.followed(row.id));
    const unknown = unfollowed.filter((row) => this.#passedOver.get(row.id) !== row.version);
    const ids = [...unknown.map(({ id }) => id), ...changed.map(({ id }) => id).filter((id) => unchecked.has(id))];
    const joined = ids.length === 0 ? [] : await this.#runtime.db.rows<JoinedRow>(joinedLately, [ids, this.hub.userIds()]);
    this.#passedOver = new Map(unfollowed.map((row) => [row.id, row.version]));
    const ours = new Set(joined.map((row) => row.conversation_id));
    for (const row of unknown) {
      const isAtDesk = row.type === "support" && this.#desksSince.has(row.gym_id);
      if (!this.hub.followed(row.id) && (isAtDesk || ours.has(row.id))) this.#adopt(keyOf(row), since);
    }
    for (const { conversation_id: id, user_id: userId } of joined) {
      const followed = unchecked.has(id) ? this.hub.followed(id) : undefined;
      if (!followed || this.hub.isHeardBy(followed, userId)) continue;
      await this.#catchingUp.get(followed)?.done;
      Object.assign(followed, { version: 0, unknownSince: followed.unknownSince ?? since });
    }
  }

  #adopt(key: ConversationKey, known: number | string): Followed {
    const wanted: string[] = [];
    const followed = this.follow(key, known, wanted);
    this.topics.want(wanted).catch((error: Error) => this.#runtime.log.warn({ error: error.message }, "a bus topic was not subscribed"));
    return followed;
  }

  /** Reads what is missing of a conversation until it is level with `until`. One at a time per conversation; never throws. */
  #catchUp(followed: Followed, until: number): Promise<void> {
    const running = this.#catchingUp.get(followed);
    if (running) {
      running.until = Math.max(running.until, until);
      return running.done;
    }
    const catchingUp = { until, done: Promise.resolve() };
    this.#catchingUp.set(followed, catchingUp);
    catchingUp.done = this.#readMissing(followed, catchingUp)
      // Not level: the next change or tick finds the same jump and tries again.
      .catch((error: Error) => this.#runtime.log.warn({ conversationId: followed.key.id, error: error.message }, "a gap was not read"));
    return catchingUp.done;
  }

  async #readMissing(followed: Followed, catchingUp: { until: number }): Promise<void> {
    try {
      while (followed.version < catchingUp.until && this.hub.isFollowed(followed)) {
        const before = followed.version;
        const versions = new Map([[followed.key.id, before]]);
        const [changes] = await readChanges(this.#runtime.db, {
          versions,
          changedAt: followed.unknownSince,
          messagesMax: limits.resumeEventsMax,
          // A second's worth of a busy class, for all of its listeners: more than one of them may miss alone.
          bytesMax: 4 * limits.socketQueueBytesMax,
        });
        // Let go meanwhile: whoever listens now was not waiting for this.
        if (!changes || changes.version <= before || !this.hub.isFollowed(followed)) return;
        followed.unknownSince = undefined;
        this.#runtime.metrics.gapsRead.inc(before === 0 ? 1 : changes.version - before);
        this.#deliverChanges(followed, changes, before);
      }
    } finally {
      // In the same moment as the last look at `until`: a change that comes after it is somebody else's to deliver.
      this.#catchingUp.delete(followed);
    }
  }

  #deliver(followed: Followed, change: Told): void {
    this.hub.deliver(followed, change);
    const { id } = followed.key;
    if (!this.hub.letGo(followed)) return;
    this.abandon([id]).catch((error: Error) =>
      this.#runtime.log.warn({ conversationId: id, error: error.message }, "a topic was not left"),
    );
  }

  #deliverChanges(followed: Followed, changes: ConversationChanges, since: number): void {
    const { key } = followed;
    for (const row of changes.participants) {
      if (row.left_at === null) this.hub.join(followed, row.user_id);
      else if (followed.members.has(row.user_id)) {
        const event = {
          type: "participant",
          conversationId: key.id,
          version: row.membership_version,
          participant: participantOf(row),
        } as const;
        const leaving = [{ userId: row.user_id, joined: false }];
        this.hub.deliver(followed, told(key, since, { events: [{ event, to: only(row.user_id) }], memberships: leaving }));
      }
    }
    this.#deliver(followed, told(key, changes.version, { events: eventsOf(changes, since) }));
  }
}
