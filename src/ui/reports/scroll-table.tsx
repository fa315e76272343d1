import type { ReactNode } from "react";
import { classNames } from "@/ui/primitives/class-names";

interface ScrollTableProps {
  /** What the table shows, for a screen reader. */
  caption: string;
  className?: string;
  children: ReactNode;
}

/** A table in a box that scrolls, by keyboard too. */
export function ScrollTable({ caption, className, children }: ScrollTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keyboard too
    <div tabIndex={0} className={classNames("overflow-auto rounded-b-xl border-t", className)}>
      <table className="w-full border-collapse text-dense">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}
