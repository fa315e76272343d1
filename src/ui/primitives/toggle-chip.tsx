import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** One of several that can be on together. */
export function ToggleChip({ isOn, onToggle, children }: { isOn: boolean; onToggle(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onToggle}
      className={classNames(
        "inline-flex h-7 items-center self-start rounded-full px-3 text-dense font-medium pointer-coarse:h-11",
        isOn ? "bg-accent text-accent-ink" : "bg-sunken text-ink-muted hover:bg-pressed hover:text-ink",
      )}
    >
      {children}
    </button>
  );
}
