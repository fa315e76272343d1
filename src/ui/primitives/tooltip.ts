export type TooltipSide = "top" | "bottom" | "left" | "right";

/** Attributes that give an element a tooltip. It never says more than the element's own accessible name. */
export function tooltip(label: string, side: TooltipSide = "bottom"): { "data-tip": string; "data-tip-side": TooltipSide } {
  return { "data-tip": label, "data-tip-side": side };
}
