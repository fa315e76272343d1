import type { ReactNode } from "react";

/** What was read before, while it is read anew for something else: it stays, under a line that says so. */
export function ReadAnew({ isReading, children }: { isReading: boolean; children: ReactNode }) {
  return (
    <div aria-busy={isReading} className="relative flex flex-col gap-4">
      {isReading && <div aria-hidden className="absolute inset-x-0 -top-2.5 h-0.5 animate-breathe rounded-full bg-accent late-in" />}
      {children}
    </div>
  );
}
