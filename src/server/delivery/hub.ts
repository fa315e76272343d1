/**
 * Who listens on this process, and to what. The hub decides by membership at the moment of delivery: a change that removes somebody is the
 * last thing of that conversation they hear, because changes pass through here in the order of their versions.
 */
import { mayTakePart } from "../../shared/permissions";
import type { Followed, Listener } from "./listener";
import type { Pace } from "./pace";
import type { Audience, ConversationKey, Told } from "./told";

export class Hub {
  readonly #followed = new Map<string, Followed>();
  readonly #users = new Map<string, Set<Listener>>();
  readonly #desks = new Map<string, Set<Listener>>();

  /** @param pace when what waits for a listener is written */
  constructor(private readonly pace: Pace) {}

  get isIdle(): boolean {
    return this.#users.size === 0 && this.#desks.size === 0;
  }

  followed(conversationId: string): Followed | undefined {
    return this.#followed.get(conversationId);
  }

  /** Follows a conversation from `version` on; one that is followed already keeps the version it has. */
  follow(key: ConversationKey, version: number): Followed {
    let followed = this.#followed.get(key.id);
    if (!followed) {
      followed = { key, version, members: new Map() };
      this.#followed.set(key.id, followed);
    }
    return followed;
  }

  hasUser(userId: string): boolean {
    return this.#users.has(userId);
  }

  hasDesk(gymId: string): boolean {
    return this.#desks.has(gymId);
  }

  userIds(): string[] {
    return [...this.#users.keys()];
  }

  deskIds(): string[] {
    return [...this.#desks.keys()];
  }

  add(listener: Listener): void {
    if (listener.kind === "desk") for (const gymId of listener.actor.deskGymIds) into(this.#desks, gymId, listener);
    else into(this.#users, listener.actor.id, listener);
  }

  /** Lets a listener hear a conversation that its user takes part in, if their role still allows it. */
  hear(followed: Followed, listener: Listener): void {
    if (!mayTakePart(listener.actor, followed.key, true)) return;
    into(followed.members, listener.actor.id, listener);
    listener.hears.add(followed);
  }

  /** Takes a listener out everywhere; answers the conversations that nobody here follows any more. */
  remove(listener: Listener): string[] {
    const { actor } = listener;
    listener.close();
    this.pace.forget(listener);
    if (listener.kind === "desk") for (const gymId of actor.deskGymIds) outOf(this.#desks, gymId, listener);
    else outOf(this.#users, actor.id, listener);
    for (const followed of listener.hears) outOf(followed.members, actor.id, listener);
    const left = new Set(listener.kind === "desk" ? actor.deskGymIds.filter((gymId) => !this.#desks.has(gymId)) : []);
    const touched = left.size > 0 ? [...this.#followed.values()].filter(({ key }) => left.has(key.gymId)) : [...listener.hears];
    listener.hears.clear();
    return touched.filter((followed) => this.letGo(followed)).map(({ key }) => key.id);
  }

  /** Whether this is how the conversation is followed now: once let go, it may be followed anew by others. */
  isFollowed(followed: Followed): boolean {
    return this.#followed.get(followed.key.id) === followed;
  }

  /** Stops following a conversation that nobody here hears any more; answers whether that was so. */
  letGo(followed: Followed): boolean {
    return !this.#isHeard(followed) && this.isFollowed(followed) && this.#followed.delete(followed.key.id);
  }

  /** Hands a change to those who may hear it, and moves the followed version on. */
  deliver(followed: Followed, { version, memberships, events }: Told): void {
    followed.version = version;
    for (const { userId, joined } of memberships) if (joined) this.join(followed, userId);
    for (const { json, to } of events) this.#hand(followed, json, to);
    for (const { userId, joined } of memberships) if (!joined) this.leave(followed, userId);
  }

  /** Lets every listener of a user on this process hear a conversation. */
  join(followed: Followed, userId: string): void {
    for (const listener of this.#users.get(userId) ?? []) this.hear(followed, listener);
  }

  /** Whether every listener of a user on this process hears a conversation. */
  isHeardBy(followed: Followed, userId: string): boolean {
    return [...(this.#users.get(userId) ?? [])].every((listener) => listener.hears.has(followed));
  }

  /** Everything of this conversation ends for a user, now. */
  leave(followed: Followed, userId: string): void {
    for (const listener of followed.members.get(userId) ?? []) listener.hears.delete(followed);
    followed.members.delete(userId);
  }

  /** Closes the socket of every listener with the code that means "come back", and forgets them; answers them. */
  sendAway(): { listeners: number; abandoned: string[] } {
    // Whoever works at several desks stands at each of them.
    const all = [...new Set([...this.#users.values(), ...this.#desks.values()].flatMap((listeners) => [...listeners]))];
    const abandoned = all.flatMap((listener) => {
      listener.sendAway();
      return this.remove(listener);
    });
    return { listeners: all.length, abandoned };
  }

  #hand({ key, members }: Followed, json: string, to: Audience): void {
    const listeners: Listener[] = [];
    if (to.users === "all") {
      for (const some of members.values()) listeners.push(...some);
    } else {
      for (const userId of to.users) listeners.push(...(members.get(userId) ?? []));
    }
    if (to.desk && key.type === "support") listeners.push(...(this.#desks.get(key.gymId) ?? []));
    for (const listener of listeners) listener.push(json);
    this.pace.wake(listeners);
  }

  #isHeard({ key, members }: Followed): boolean {
    return members.size > 0 || (key.type === "support" && this.#desks.has(key.gymId));
  }
}

function into(map: Map<string, Set<Listener>>, key: string, listener: Listener): void {
  const set = map.get(key);
  if (set) set.add(listener);
  else map.set(key, new Set([listener]));
}

function outOf(map: Map<string, Set<Listener>>, key: string, listener: Listener): void {
  const set = map.get(key);
  if (set?.delete(listener) && set.size === 0) map.delete(key);
}
