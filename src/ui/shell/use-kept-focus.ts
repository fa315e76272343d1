"use client";
import { useEffect } from "react";
import { isSomethingOpen } from "@/ui/commands/focus-place";

/** What takes the focus by itself, such as a dialog that closes or a list that moves on, has done so by then. */
const lookAfterMs = 100;
/** A list that has just been chosen may still be loading. */
const looksMax = 20;
/** … but where there is none, what is left must do after so many. */
const looksForRows = 5;

/**
 * Keeps the focus in the screen. When what had it goes, such as a case that left the list or a list that another one replaced, the focus goes to the open
 * conversation, to the row where the list is entered, or on other pages to what is left nearest to it: never to the page itself, where a screen reader
 * starts anew and no key knows what is meant.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let around: readonly Element[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (looksLeft: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!isLost(last)) return;
        const mayRowsCome = looksMax - looksLeft < looksForRows;
        const place = isSomethingOpen() ? null : (restingPlace(around) ?? (mayRowsCome ? null : nearest(around)));
        if (place) place.focus({ preventScroll: true });
        else if (looksLeft > 0) look(looksLeft - 1);
      }, lookAfterMs);
    };
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last = target;
      around = ancestorsOf(target);
    };
    const ending = new AbortController();
    const options = { signal: ending.signal, passive: true };
    document.addEventListener("focusin", remember, options);
    // Not every browser tells that what had the focus went away; the key that made it go is told by all.
    for (const name of ["focusout", "keydown", "click"] as const) document.addEventListener(name, () => look(looksMax), options);
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, []);
}

/** Whether nothing has the focus because what had it is gone or hidden; a click beside everything takes it away on purpose. */
function isLost(last: Element | null): boolean {
  const { activeElement } = document;
  return (activeElement === null || activeElement === document.body) && last !== null && !(last.isConnected && last.checkVisibility());
}

/** A row only where it stands for what the keys are for: the open conversation, or nothing else is open. */
function restingPlace(around: readonly Element[]): HTMLElement | null {
  const open = visible("[data-conversation] > [tabindex='-1']") ?? (visible("[data-conversation]") && visible("#conversation"));
  const wasInList = around.some((one) => one.matches("[data-row]"));
  const openRow = wasInList ? visible('[data-row][aria-current="page"]') : null;
  return openRow ?? open ?? visible('[data-row][tabindex="0"]');
}

/** The first stop of the Tab key in what is left of the surroundings. */
function nearest(around: readonly Element[]): HTMLElement | null {
  const left = around.find((one) => one.isConnected && one.checkVisibility() && one.querySelector(stops));
  return left?.querySelector<HTMLElement>(stops) ?? null;
}

/** No fields: a phone would open its keyboard. */
const stops = "a[href], button:not(:disabled)";

function ancestorsOf(element: Element): readonly Element[] {
  const { parentElement } = element;
  return parentElement === null ? [element] : [element, ...ancestorsOf(parentElement)];
}

function visible(selector: string): HTMLElement | null {
  const element = document.querySelector<HTMLElement>(selector);
  return element?.checkVisibility() ? element : null;
}
