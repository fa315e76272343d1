import type { Tabs } from "../chat-client.types";

/**
 * A browser for tests: its tabs speak with each other and take turns in holding a lock, as BroadcastChannel and Web Locks have it.
 * @param hasLocks `false`: as for pages served over plain http
 */
export function browser(hasLocks = true) {
  const channels = new Map<string, Set<{ tab: Tab; hear: (data: unknown) => void }>>();
  const locks = new Map<string, Claim[]>();

  const pass = (name: string) => {
    const [first] = locks.get(name) ?? [];
    if (!first || first.isHeld) return;
    first.isHeld = true;
    queueMicrotask(() => first.isHeld && !first.tab.isFrozen && first.onLead());
  };
  const leave = (name: string, claim: Claim) => {
    locks.set(
      name,
      (locks.get(name) ?? []).filter((one) => one !== claim),
    );
    claim.isHeld = false;
    pass(name);
  };

  /** Opens a tab. `freeze` stops its ears and mouth, and it keeps its lock; `kill` ends it as the system does. */
  function tab(): Tabs & { freeze(): void; kill(): void } {
    const self: Tab = { isFrozen: false };
    const lead: NonNullable<Tabs["lead"]> = (name, { isForced, onLead, onLost }) => {
      const claim: Claim = { tab: self, isHeld: false, onLead, onLost };
      const line = locks.get(name) ?? [];
      const [holder] = line;
      if (isForced && holder?.isHeld) {
        locks.set(name, [claim, ...line.slice(1)]);
        holder.isHeld = false;
        queueMicrotask(() => holder.tab.isFrozen || holder.onLost());
      } else locks.set(name, [...line, claim]);
      pass(name);
      return () => leave(name, claim);
    };
    return {
      ...(hasLocks && { lead }),
      openChannel(name, onMessage) {
        const members = channels.get(name) ?? new Set();
        channels.set(name, members);
        const member = { tab: self, hear: onMessage };
        members.add(member);
        return {
          post(data) {
            if (self.isFrozen) return;
            const text = JSON.stringify(data);
            for (const other of members) if (other !== member) setTimeout(() => other.tab.isFrozen || other.hear(JSON.parse(text)));
          },
          close: () => void members.delete(member),
        };
      },
      freeze() {
        self.isFrozen = true;
      },
      kill() {
        self.isFrozen = true;
        for (const members of channels.values()) for (const member of members) if (member.tab === self) members.delete(member);
        for (const [name, line] of locks) for (const claim of line.filter((one) => one.tab === self)) leave(name, claim);
      },
    };
  }
  return { tab };
}

interface Tab {
  isFrozen: boolean;
}

interface Claim {
  tab: Tab;
  isHeld: boolean;
  onLead: () => void;
  onLost: () => void;
}
