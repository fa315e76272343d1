import type { ReactNode } from "react";
import { classNames } from "@/ui/primitives/class-names";

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values, one a line. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={classNames("grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-1.5 text-dense", className)}>
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-ink-faint">{label}</dt>
          <dd className="min-w-0 break-words text-ink tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
