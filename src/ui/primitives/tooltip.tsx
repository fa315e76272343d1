"use client";
import { Tooltip as BaseTooltip } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";

interface TooltipProps {
  label: string;
  /** Optional keys, such as `Esc`, shown beside the label. */
  keys?: string;
  side?: "top" | "bottom" | "left" | "right";
  /** The element that it explains; it must take a ref and spread its props. */
  children: ReactElement;
}

/** Explains an icon on hover and focus. Never the only place where something is said: the element has its own accessible name. */
export function Tooltip({ label, keys, side = "bottom", children }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger delay={400} render={children} />
      {/* It repeats the element's own name, which a screen reader has said already. */}
      <BaseTooltip.Portal aria-hidden>
        <BaseTooltip.Positioner side={side} sideOffset={6} className="z-50">
          <BaseTooltip.Popup className="flex items-center gap-2 rounded-md bg-ink px-2 py-1 text-small text-surface transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
            {label}
            {keys && <kbd className="font-sans opacity-70">{keys}</kbd>}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
