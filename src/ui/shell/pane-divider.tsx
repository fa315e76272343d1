"use client";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";

interface PaneDividerProps {
  /** What it changes, such as the width of the list. */
  label: string;
  /** px */
  width: number;
  min: number;
  max: number;
  /** Which way the pane grows. */
  grows: "right" | "left";
  /** Called while it is dragged … */
  onDrag(width: number): void;
  /** … and once it is let go. */
  onChange(width: number): void;
}

const stepPx = 16;

/** The edge between two panes: dragged, or moved with the arrow keys. */
export function PaneDivider({ label, width, min, max, grows, onDrag, onChange }: PaneDividerProps) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const sign = grows === "right" ? 1 : -1;
  const within = (px: number) => Math.round(Math.min(Math.max(px, min), max));
  const at = ({ clientX }: PointerEvent) => within((from.current?.width ?? width) + sign * (clientX - (from.current?.x ?? clientX)));
  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const onPointerUp = (event: PointerEvent) => {
    if (from.current) onChange(at(event));
    from.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowRight: width + sign * stepPx, ArrowLeft: width - sign * stepPx, Home: min, End: max }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onChange(within(next));
  };
  return (
    <hr
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={Math.round(width)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => from.current && onDrag(at(event))}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => onChange(within((min + max) / 2))}
      onKeyDown={onKeyDown}
      className="relative z-10 -mx-1 h-full w-2 shrink-0 cursor-col-resize touch-none border-0 bg-transparent outline-none before:absolute before:inset-y-0 before:left-1/2 before:w-0.5 before:-translate-x-1/2 before:bg-transparent hover:before:bg-line-strong focus-visible:before:bg-accent active:before:bg-accent"
    />
  );
}
