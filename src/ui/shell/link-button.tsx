import type { ReactNode } from "react";

/** A link that looks like the main button. A whole page load on purpose: it leaves a broken or an ended state behind. */
export function LinkButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="inline-flex h-9 items-center justify-center rounded-lg bg-accent px-4 text-body font-medium text-accent-ink hover:bg-accent-hover pointer-coarse:h-11"
    >
      {children}
    </a>
  );
}
