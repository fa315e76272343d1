import { classNames } from "./class-names";

/** The shape of what is still loading. Give it its size, and its corners, by `className`; say once, elsewhere, that something loads. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames("block animate-breathe bg-pressed", !className?.includes("rounded") && "rounded-md", className)}
    />
  );
}
