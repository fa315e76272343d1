import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  description?: string;
  /** A button: what to do now. */
  action?: ReactNode;
  /** An error is told at once to a screen reader. */
  isError?: boolean;
  className?: string;
}

/** What a place shows when there is nothing in it, or when it could not be loaded. */
export function EmptyState({ icon, title, description, action, isError = false, className }: EmptyStateProps) {
  return (
    <div
      role={isError ? "alert" : undefined}
      className={classNames("flex flex-1 flex-col items-center justify-center gap-1 px-6 py-10 text-center", className)}
    >
      {icon && (
        <span aria-hidden className="mb-2 text-ink-faint [&>svg]:size-6 [&>svg]:stroke-[1.5]">
          {icon}
        </span>
      )}
      <p className="text-body font-medium text-ink">{title}</p>
      {description && <p className="max-w-80 text-body text-balance text-ink-muted">{description}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
