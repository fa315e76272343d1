import { describe, expect, it } from "vitest";
import type { Command } from "./command";
import { type ChosenKeys, chooseKeys, keysOf } from "./key-bindings";
import { KeySequence } from "./key-sequence";
import { ariaKeys, type KeyPress, keysText, strokeOf } from "./keys";
import { rankCommands } from "./rank";
import { CommandRegistry } from "./registry";

const command = (id: string, title: string, run: () => void = () => undefined): Command => ({ id, title, group: "case", run });

describe("the registry of commands", () => {
  it("has each id once, as it was registered last, and the one before when that goes", () => {
    const registry = new CommandRegistry();
    const [outer, inner] = [registry.register(), registry.register()];
    outer.set([command("case.resolve", "Resolve"), command("case.snooze", "Snooze")]);
    inner.set([command("case.resolve", "Resolve all")]);
    expect(registry.list().map(({ title }) => title)).toEqual(["Resolve all", "Snooze"]);
    inner.end();
    expect(registry.list().map(({ title }) => title)).toEqual(["Resolve", "Snooze"]);
    outer.end();
    expect(registry.list()).toEqual([]);
  });

  it("runs what a component would do now, and tells nobody when only that has changed", () => {
    const registry = new CommandRegistry();
    const own = registry.register();
    const done: string[] = [];
    own.set([command("case.resolve", "Resolve", () => done.push("first"))]);
    const shown = registry.list();
    let told = 0;
    registry.subscribe(() => told++);
    own.set([command("case.resolve", "Resolve", () => done.push("second"))]);
    expect([registry.list(), told]).toEqual([shown, 0]);
    shown[0]?.run();
    expect(done).toEqual(["second"]);
    own.set([command("case.resolve", "Close", () => undefined)]);
    expect(told).toBe(1);
  });

  it("keeps a command the same object while it looks the same, whoever else comes and goes, so that only buttons of what changed are drawn", () => {
    const registry = new CommandRegistry();
    registry.register().set([command("help.keys", "Keys")]);
    const before = registry.register();
    before.set([command("case.resolve", "Resolve")]);
    const shown = [registry.get("help.keys"), registry.get("case.resolve")];
    // Another case is opened: its pane comes before that of the last one goes.
    const after = registry.register();
    after.set([command("case.resolve", "Resolve"), command("case.snooze", "Snooze")]);
    before.end();
    expect(registry.get("help.keys")).toBe(shown[0]);
    expect(registry.get("case.resolve")).toBe(shown[1]);
    after.set([{ ...command("case.resolve", "Resolve"), isEnabled: false }]);
    expect(registry.get("case.resolve")).not.toBe(shown[1]);
    expect(registry.get("case.snooze")).toBeUndefined();
  });

  it("does nothing that is not enabled or not there", () => {
    const registry = new CommandRegistry();
    let runs = 0;
    registry.register().set([{ ...command("case.resolve", "Resolve", () => runs++), isEnabled: false }]);
    expect([registry.run("case.resolve"), registry.run("case.other"), runs]).toEqual([false, false, 0]);
  });
});

describe("keys", () => {
  const press = (change: Partial<KeyPress>): KeyPress => ({
    key: "",
    code: "",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...change,
  });

  it("are written the same on every keyboard", () => {
    expect(strokeOf(press({ key: "e" }), false)).toBe("e");
    expect(strokeOf(press({ key: "X", shiftKey: true }), false)).toBe("Shift+x");
    expect(strokeOf(press({ key: "?", shiftKey: true }), false)).toBe("?");
    const germanBracket = press({ key: "[", ctrlKey: true, altKey: true, getModifierState: (key) => key === "AltGraph" });
    expect(strokeOf(germanBracket, false)).toBe("[");
    expect(strokeOf(press({ key: "k", ctrlKey: true }), false)).toBe("Mod+k");
    expect(strokeOf(press({ key: "k", metaKey: true }), true)).toBe("Mod+k");
    expect(strokeOf(press({ key: "Enter", ctrlKey: true, shiftKey: true }), false)).toBe("Mod+Shift+Enter");
    expect(strokeOf(press({ key: "∆", code: "KeyJ", altKey: true }), true)).toBe("Alt+j");
    expect(strokeOf(press({ key: "Shift", shiftKey: true }), false)).toBeNull();
  });

  it("are shown as people know them, and said as a screen reader wants them", () => {
    expect([keysText("Mod+k", true), keysText("Mod+k", false), keysText("g m", false), keysText("Mod+Shift+Enter", true)]).toEqual([
      "⌘K",
      "Ctrl+K",
      "g m",
      "⌘⇧↵",
    ]);
    expect(ariaKeys(["Mod+k", "g m", "e"], false)).toBe("Control+K E");
    expect(ariaKeys(["g m"], false)).toBeUndefined();
  });

  it("follow each other within a moment, and a wrong one does nothing", () => {
    const owners = [
      { id: "go.mine", keys: ["g m"] },
      { id: "case.resolve", keys: ["e"] },
    ];
    const sequence = new KeySequence();
    expect(sequence.press("g", owners, 1_000)).toEqual({ leads: "on" });
    expect(sequence.press("m", owners, 1_500)).toEqual({ leads: "command", id: "go.mine" });
    sequence.press("g", owners, 2_000);
    expect(sequence.press("e", owners, 2_100)).toEqual({ leads: "nowhere", wasWithin: true });
    expect(sequence.press("e", owners, 2_200)).toEqual({ leads: "command", id: "case.resolve" });
    sequence.press("g", owners, 3_000);
    expect(sequence.press("e", owners, 9_000)).toEqual({ leads: "command", id: "case.resolve" });
  });

  it("can be changed, taken away and given back, and never belong to two", () => {
    const all = [
      { ...command("case.resolve", "Resolve"), keys: ["e"] },
      { ...command("case.snooze", "Snooze"), keys: ["s", "b"] },
    ];
    const [resolve, snooze] = all;
    const choose = (chosen: ChosenKeys, id: string, keys: string[] | null) => chooseKeys(chosen, id, { keys, all });
    const keysNow = (chosen: ChosenKeys) => [resolve, snooze].map((one) => one && keysOf(one, chosen).join());
    expect(keysNow({})).toEqual(["e", "s,b"]);
    const changed = choose({}, "case.resolve", ["s"]);
    expect(keysNow(changed)).toEqual(["s", "b"]);
    expect(keysNow(choose(changed, "case.snooze", null))).toEqual(["", "s,b"]);
    expect(keysNow(choose({}, "case.resolve", []))).toEqual(["", "s,b"]);
  });
});

describe("the palette", () => {
  const commands: Command[] = [
    { ...command("case.assign-me", "Assign to me"), keywords: "take claim" },
    { ...command("go.mine", "Go to Mine"), group: "go" },
    command("case.resolve", "Resolve"),
    { ...command("view.density", "Compact rows"), group: "view" },
    { ...command("case.merge", "Merge"), isEnabled: false },
  ];
  const found = (query: string, recent: string[] = []) =>
    rankCommands(commands, query, { recent, groups: ["case", "go", "view"] }).map(({ id }) => id);

  it("shows what is nearest to hand, what was done last before all", () => {
    expect(found("")).toEqual(["case.assign-me", "case.resolve", "go.mine", "view.density"]);
    expect(found("", ["view.density", "go.mine"])).toEqual(["view.density", "go.mine", "case.assign-me", "case.resolve"]);
  });

  it("finds by the beginnings of words before their middles, and by other names", () => {
    expect(found("m")).toEqual(["case.assign-me", "go.mine", "view.density"]);
    expect(found("clai")).toEqual(["case.assign-me"]);
    expect(found("as me")).toEqual(["case.assign-me"]);
    expect(found("nothing")).toEqual([]);
    expect(found("merge")).toEqual([]);
  });

  it("ranks 2,000 commands in a few milliseconds", () => {
    const many = Array.from({ length: 2_000 }, (_, at) => command(`case.assign:${at}`, `Assign to Person ${at}`));
    rankCommands(many, "person", { recent: [], groups: ["case"] });
    const before = performance.now();
    expect(rankCommands(many, "person 19", { recent: [], groups: ["case"] }).length).toBeGreaterThan(100);
    expect(performance.now() - before).toBeLessThan(50);
  });
});
