/** Where a command stands in the palette and on the sheet of keys. */
export type CommandGroup = "case" | "conversation" | "list" | "go" | "view" | "help";

/** Something that a person can do here: one entry for the palette, the keys, the sheet of keys and every button. */
export interface Command {
  /** `case.assign-me`: its group, then what it does. The same for ever: recent commands and changed keys are kept by it. */
  id: string;
  /** In the words of the person's language. */
  title: string;
  group: CommandGroup;
  /** Its keys as long as nobody changes them: `["e"]`, `["g m"]` (one after the other), `["Mod+Shift+Enter"]` (Mod: ⌘ on a Mac, Ctrl elsewhere). */
  keys?: readonly string[];
  /** What people may call it besides. */
  keywords?: string;
  /** `false`: it is known but cannot be done now. */
  isEnabled?: boolean;
  /** Holding its key down does it again and again. */
  repeats?: boolean;
  run(): void;
}
