"use client";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { TooltipSide } from "./tooltip";

const hoverMs = 400;
const gapPx = 6;
const edgePx = 4;

interface Shown {
  label: string;
  side: TooltipSide;
  box: DOMRect;
}

/**
 * Draws the tooltip of whatever is hovered or has the focus. One for the whole page: a list of a thousand buttons carries a thousand attributes and not
 * a thousand components. It is hidden from screen readers, which have said the name already.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => watchTips(setShown), []);
  useLayoutEffect(() => {
    if (shown && popup.current) place(popup.current, shown);
  }, [shown]);
  return (
    shown && (
      <div
        ref={popup}
        aria-hidden
        data-tooltip
        className="pointer-events-none fixed top-0 left-0 z-50 w-max max-w-80 rounded-md bg-ink px-2 py-1 text-small text-surface [overflow-wrap:anywhere]"
      >
        {shown.label}
      </div>
    )
  );
}

/** Tells which tip is due: after a moment under a mouse, at once with a visible focus; none after Escape, a press or a scroll. */
function watchTips(show: (tip: Shown | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let owner: HTMLElement | null = null;
  let isShown = false;
  const hide = () => {
    clearTimeout(timer);
    owner = null;
    // React keeps each update until the next drawing, also one that changes nothing, and a tip may not be drawn for hours of scrolling.
    if (isShown) show(null);
    isShown = false;
  };
  const aim = (target: EventTarget | null, delayMs: number) => {
    const next = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
    if (next === owner) return;
    hide();
    if (!next) return;
    owner = next;
    timer = setTimeout(() => {
      const { tip = "", tipSide = "bottom" } = next.dataset;
      // A menu that is open says more, and would lie under it.
      isShown = next.isConnected && next.getAttribute("aria-expanded") !== "true";
      if (isShown) show({ label: tip, side: tipSide as TooltipSide, box: next.getBoundingClientRect() });
    }, delayMs);
  };
  const ending = new AbortController();
  const on = <K extends keyof DocumentEventMap>(name: K, listener: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, listener, { signal: ending.signal, capture: true, passive: true });
  on("pointerover", ({ target, pointerType }) => pointerType === "mouse" && aim(target, hoverMs));
  on("focusin", ({ target }) => target instanceof Element && target.matches(":focus-visible") && aim(target, 0));
  for (const name of ["pointerdown", "focusout", "scroll"] as const) on(name, hide);
  on("keydown", ({ key }) => key === "Escape" && hide());
  return () => {
    clearTimeout(timer);
    ending.abort();
  };
}

/** Beside its owner, and always whole in the window. */
function place(popup: HTMLElement, { box, side }: Shown): void {
  const { offsetWidth: width, offsetHeight: height } = popup;
  const isBeside = side === "left" || side === "right";
  const left = isBeside ? (side === "right" ? box.right + gapPx : box.left - width - gapPx) : box.left + (box.width - width) / 2;
  const top = isBeside ? box.top + (box.height - height) / 2 : side === "bottom" ? box.bottom + gapPx : box.top - height - gapPx;
  const within = (value: number, room: number) => Math.round(Math.min(Math.max(value, edgePx), room - edgePx));
  popup.style.translate = `${within(left, window.innerWidth - width)}px ${within(top, window.innerHeight - height)}px`;
}
