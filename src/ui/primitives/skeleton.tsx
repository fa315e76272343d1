import { classNames } from "./class-names";

/** The shape of what is still loading. Give it its size by `className`; say once, elsewhere, that something loads. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames("block animate-breathe rounded-md bg-pressed", className)} />;
}
