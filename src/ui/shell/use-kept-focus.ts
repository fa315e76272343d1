"use client";
import { useEffect } from "react";
import { isOverThePage, isSomethingOpen } from "@/ui/commands/focus-place";

/** What takes the focus by itself, such as a dialog that closes or a list that moves on, has done so by then. */
const lookAfterMs = 100;
/** A list that has just been chosen may still be loading. */
const looksMax = 20;
/** … but where there is none, what is left must do after so many. */
const looksForRows = 5;

/**
 * Keeps the focus in the screen. When what had it goes, such as a case that left the list or a list that another one replaced, the focus goes to the open
 * conversation, to the row that took the place of the one that had it, or where there is none to what is left nearest to it: never to the page itself, where a
 * screen reader starts anew and no key knows what is meant. What is only nearest has it on loan: the next key or click that brings rows takes it there.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const focus = new FocusMemory();
    focus.remember(document.activeElement);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (looksLeft: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!focus.isWithoutPlace()) return;
        if (!focus.restore(looksMax - looksLeft >= looksForRows) && looksLeft > 0) look(looksLeft - 1);
      }, lookAfterMs);
    };
    const ending = new AbortController();
    const options = { signal: ending.signal, passive: true };
    document.addEventListener("focusin", ({ target }) => focus.remember(target), options);
    document.addEventListener("focusout", () => look(looksMax), options);
    // Not every browser tells that what had the focus went away; what made it go is told by all, and to the window before a command keeps it from the page.
    const lookOn = ({ type, target }: Event) => {
      if (type === "click") focus.use(target);
      look(looksMax);
    };
    for (const name of ["keydown", "click"]) window.addEventListener(name, lookOn, { ...options, capture: true });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, []);
}

/** What of the page had the focus last, and what was around it. */
class FocusMemory {
  #last: HTMLElement | null = null;
  #around: readonly Element[] = [];
  /** Whether a dialog or a menu had it since: one that is asked about something gives it back to that. */
  #isAsked = false;
  /** What has it for want of a better place. */
  #lent: HTMLElement | null = null;

  remember(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return;
    this.#isAsked = isOverThePage(target);
    if (this.#isAsked || target === this.#lent) return;
    this.#lent = null;
    this.#last = target;
    this.#around = ancestorsOf(target);
  }

  /** What is pressed is no longer on loan. */
  use(target: EventTarget | null): void {
    const lent = this.#lent;
    if (!(target instanceof Node && lent?.contains(target))) return;
    this.#lent = null;
    this.remember(lent);
  }

  /** Whether nothing has the focus because what had it is gone or hidden, or only what it was lent to; a click beside everything takes it away on purpose. */
  isWithoutPlace(): boolean {
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return activeElement === this.#lent;
    return this.#last !== null && (this.#isAsked || !isShown(this.#last));
  }

  /** Gives it a place, and answers whether there is one to stay at; `lends`: else what is nearest has it meanwhile. */
  restore(lends: boolean): boolean {
    if (isSomethingOpen()) return false;
    const asker = this.#isAsked && this.#last && isShown(this.#last) ? this.#last : null;
    const place = asker ?? restingPlace(this.#around);
    if (!place && lends && document.activeElement !== this.#lent) this.#lent = nearest(this.#around);
    (place ?? this.#lent)?.focus({ preventScroll: true });
    return place !== null;
  }
}

const isShown = (element: Element) => element.isConnected && element.checkVisibility();

/** A row only where it stands for what the keys are for: the open conversation, or nothing else is open. */
function restingPlace(around: readonly Element[]): HTMLElement | null {
  const open = visible("[data-conversation] > [tabindex='-1']") ?? (visible("[data-conversation]") && visible("#conversation"));
  const wasInList = around.some((one) => one.matches("[data-row]"));
  const openRow = wasInList ? visible('[data-row][aria-current="page"]') : null;
  return openRow ?? open ?? visible('[data-row][tabindex="0"]');
}

/** The first stop of the Tab key in what is left of the surroundings. */
function nearest(around: readonly Element[]): HTMLElement | null {
  const left = around.find((one) => isShown(one) && one.querySelector(stops));
  return left?.querySelector<HTMLElement>(stops) ?? null;
}

/** No fields: a phone would open its keyboard. Of tabs that which is chosen. */
const stops = ":is(a[href], button:not(:disabled)):not([tabindex='-1'])";

function ancestorsOf(element: Element): readonly Element[] {
  const { parentElement } = element;
  return parentElement === null ? [element] : [element, ...ancestorsOf(parentElement)];
}

function visible(selector: string): HTMLElement | null {
  const element = document.querySelector<HTMLElement>(selector);
  return element?.checkVisibility() ? element : null;
}
