import type { Command } from "./command";

/** What one component can do at present. */
export interface Registration {
  /** Replaces what it registered before. Cheap where only `run` is another function. */
  set(commands: readonly Command[]): void;
  end(): void;
}

/** Every command of the components that stand on the screen. The one registered last wins where an id comes twice. */
export class CommandRegistry {
  readonly #registrations = new Set<{ commands: readonly Command[] }>();
  readonly #listeners = new Set<() => void>();
  #byId: ReadonlyMap<string, Command> = new Map();
  #list: readonly Command[] = [];

  /** Opens a registration with nothing in it. */
  register(): Registration {
    const own: { commands: readonly Command[] } = { commands: [] };
    return {
      set: (commands) => {
        const isNew = !this.#registrations.has(own);
        if (isNew) this.#registrations.add(own);
        const before = own.commands;
        own.commands = commands;
        if (isNew || !looksSame(before, commands)) this.#changed();
      },
      end: () => {
        if (this.#registrations.delete(own)) this.#changed();
      },
    };
  }

  /** The commands, each once, in the order of their registering. The same array until one comes, goes or looks different. */
  list = (): readonly Command[] => this.#list;

  /** A command as `list` has it: the same object until it looks different. */
  get(id: string): Command | undefined {
    return this.#byId.get(id);
  }

  /** Calls `listener` when `list` has changed; the answer ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Does it, if it is registered and enabled; whether it did. */
  run(id: string): boolean {
    const command = this.#find(id);
    if (!command || command.isEnabled === false) return false;
    command.run();
    return true;
  }

  #find(id: string): Command | undefined {
    let found: Command | undefined;
    for (const { commands } of this.#registrations) found = commands.find((one) => one.id === id) ?? found;
    return found;
  }

  #changed(): void {
    const byId = new Map<string, Command>();
    for (const { commands } of this.#registrations) for (const command of commands) byId.set(command.id, command);
    for (const [id, command] of byId) {
      const shown = this.#byId.get(id);
      // What stands in a list may be older than what the component would do now.
      byId.set(id, shown && looksLike(command, shown) ? shown : { ...command, run: () => void this.run(id) });
    }
    this.#byId = byId;
    this.#list = [...byId.values()];
    for (const listener of this.#listeners) listener();
  }
}

function looksSame(before: readonly Command[], now: readonly Command[]): boolean {
  return before.length === now.length && now.every((command, at) => looksLike(command, before[at]));
}

function looksLike(a: Command, b: Command | undefined): boolean {
  if (!b || a.id !== b.id || a.title !== b.title || a.group !== b.group || a.keywords !== b.keywords) return false;
  const isEnabled = (one: Command) => one.isEnabled !== false;
  return isEnabled(a) === isEnabled(b) && a.repeats === b.repeats && a.keys?.join("\n") === b.keys?.join("\n");
}

/** The commands of this page. */
export const commandRegistry = new CommandRegistry();
