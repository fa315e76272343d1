/** How a field of the filters looks. */
export const field =
  "h-9 rounded-lg border border-control bg-surface px-2.5 text-body text-ink focus-visible:border-accent-text focus-visible:outline-1 focus-visible:outline-offset-0 aria-[invalid=true]:border-danger pointer-coarse:h-11 pointer-coarse:text-reading";
