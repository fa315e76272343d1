import type { ReactNode } from "react";
import { classNames } from "@/ui/primitives/class-names";

interface SectionCardProps {
  /** Its heading. */
  title: string;
  description?: string;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function SectionCard({ title, description, actions, className, children }: SectionCardProps) {
  return (
    <section aria-label={title} className={classNames("min-w-0 rounded-xl border bg-surface", className)}>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-body font-semibold text-ink">{title}</h2>
          {description && <p className="text-small text-ink-muted">{description}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}
