/** How keys are written: `e`, `Shift+x`, `Mod+Shift+Enter`, `?`, and one after the other `g m`. Pure. */

/** What a stroke is read from. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & {
  getModifierState?(key: string): boolean;
};

const modifiers = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"]);
const letter = /^\p{L}$/u;

/** One press of a key with its modifiers as it is written here; `null` for a modifier alone. */
export function strokeOf(press: KeyPress, isApple: boolean): string | null {
  if (modifiers.has(press.key)) return null;
  // On many keyboards `[`, `/` and `?` need Shift or AltGr: what they write counts, not how.
  const writes = press.key.length === 1 && press.getModifierState?.("AltGraph") === true;
  const isLetter = letter.test(press.key);
  const isSign = press.key.length === 1 && !isLetter && press.key !== " ";
  const alt = press.altKey && !writes;
  const parts = [
    (isApple ? press.metaKey : press.ctrlKey) && !writes && "Mod",
    (isApple ? press.ctrlKey : press.metaKey) && !writes && (isApple ? "Ctrl" : "Meta"),
    alt && "Alt",
    press.shiftKey && !isSign && "Shift",
    nameOf(press, isLetter, alt),
  ];
  return parts.filter(Boolean).join("+");
}

function nameOf({ key, code }: KeyPress, isLetter: boolean, alt: boolean): string {
  // With Alt a Mac writes another letter altogether.
  const physical = alt ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  if (physical) return physical.toLowerCase();
  if (key === " ") return "Space";
  return isLetter ? key.toLowerCase() : key;
}

/** The strokes of keys: `"g m"` are two. */
export function strokesOf(keys: string): readonly string[] {
  return keys.split(" ").filter(Boolean);
}

/** Whether a stroke writes a character when it is pressed in a field. */
export function isTyping(stroke: string): boolean {
  return !/^(?:Mod|Ctrl|Meta|Alt)\+/.test(stroke);
}

const signs: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Enter: "↵",
};
const appleSigns: Readonly<Record<string, string>> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Ctrl: "⌃" };

/** The keys as caps to draw, stroke by stroke: `Mod+k` is `["Ctrl", "K"]` or `["⌘", "K"]`. */
export function capsOf(keys: string, isApple: boolean): readonly (readonly string[])[] {
  return strokesOf(keys).map((stroke) => capsOfStroke(partsOf(stroke), isApple));
}

function capsOfStroke(parts: readonly string[], isApple: boolean): string[] {
  return parts.map((part) => cap(part, parts.length > 1, isApple));
}

function cap(part: string, isWithOthers: boolean, isApple: boolean): string {
  if (isApple && appleSigns[part]) return appleSigns[part];
  if (part === "Mod") return "Ctrl";
  return signs[part] ?? (isWithOthers && part.length === 1 ? part.toUpperCase() : part);
}

/** The keys in one line of text: `Ctrl+K`, `⌘K`, `g m`. */
export function keysText(keys: string, isApple: boolean): string {
  return capsOf(keys, isApple)
    .map((caps) => caps.join(isApple ? "" : "+"))
    .join(" ");
}

/** The value of `aria-keyshortcuts`; keys one after the other cannot be said in it and are left out. */
export function ariaKeys(all: readonly string[], isApple: boolean): string | undefined {
  const said = all
    .filter((keys) => strokesOf(keys).length === 1)
    .map((keys) =>
      partsOf(keys)
        .map((part) => ariaPart(part, isApple))
        .join("+"),
    );
  return said.length > 0 ? said.join(" ") : undefined;
}

function ariaPart(part: string, isApple: boolean): string {
  if (part === "Mod") return isApple ? "Meta" : "Control";
  if (part === "Ctrl") return "Control";
  return part.length === 1 ? part.toUpperCase() : part;
}

/** `Mod++` is Mod and the plus sign. */
function partsOf(stroke: string): string[] {
  if (stroke === "+") return ["+"];
  return stroke.endsWith("++") ? [...stroke.slice(0, -2).split("+"), "+"] : stroke.split("+");
}
