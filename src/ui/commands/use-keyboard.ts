"use client";
import { useEffect } from "react";
import { isField, isSomethingOpen } from "./focus-place";
import { chosenKeys, keysOf } from "./key-bindings";
import { KeySequence } from "./key-sequence";
import { isTyping, strokeOf } from "./keys";
import { commandRegistry } from "./registry";
import { isApple } from "./use-commands";

/** What a field does with Mod is its own. */
const ofFields = new Set(
  ["a", "c", "v", "x", "y", "z", "Backspace", "Delete", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => `Mod+${key}`),
);
/** Where something has the focus these are its own: a button is pressed, a list moves in itself, a pane scrolls. */
const ofWhatHasFocus = /^(?:Shift\+)?(?:Enter|Space|Tab|Arrow\w+|Page\w+|Home|End)$/;

/**
 * Does the registered commands when their keys are pressed. Keys that write a character do nothing in a field, and none does while a dialog or a menu is open.
 * A command's key never reaches what has the focus, except Escape, which is a command's only when nothing inside has used it.
 */
export function useKeyboard(): void {
  useEffect(() => {
    const sequence = new KeySequence();
    const onKeyDown = (event: KeyboardEvent) => {
      const isLate = event.eventPhase !== Event.CAPTURING_PHASE;
      const stroke = strokeOf(event, isApple());
      if (stroke === null || event.defaultPrevented || isLate !== (stroke === "Escape") || !isOurs(stroke, event)) return;
      const commands = commandRegistry.list().filter(({ isEnabled, repeats }) => isEnabled !== false && (!event.repeat || repeats));
      const owners = commands.map((command) => ({ id: command.id, keys: keysOf(command, chosenKeys.current()) }));
      // The last to register an overlapping key is nearest to what is on the screen.
      const press = sequence.press(stroke, owners.reverse(), event.timeStamp);
      if (press.leads === "nowhere" && !press.wasWithin) return;
      event.preventDefault();
      event.stopPropagation();
      if (press.leads === "command") commandRegistry.run(press.id);
    };
    const reset = () => sequence.reset();
    window.addEventListener("keydown", onKeyDown, true);
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("blur", reset);
    return () => {
      window.removeEventListener("keydown", onKeyDown, true);
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("blur", reset);
    };
  }, []);
}

function isOurs(stroke: string, { target, isComposing }: KeyboardEvent): boolean {
  if (isComposing || isSomethingOpen()) return false;
  if (stroke === "Escape" || !(target instanceof HTMLElement)) return true;
  if (isField(target)) return !isTyping(stroke) && !ofFields.has(stroke);
  return target === document.body || !ofWhatHasFocus.test(stroke);
}
