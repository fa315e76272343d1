"use client";
import type { MouseEvent, ReactNode } from "react";
import { classNames } from "@/ui/primitives/class-names";

export interface RowLinkProps {
  href: string;
  isChosen: boolean;
  onOpen(key: string): void;
  tabIndex: number;
  "data-row": string;
  className?: string | undefined;
  children: ReactNode;
}

/** A row of a list: a real link, so that it can be opened in another tab, which opens at once when simply clicked. */
export function RowLink({ href, isChosen, onOpen, className, children, ...rest }: RowLinkProps) {
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(rest["data-row"]);
  };
  return (
    <a
      href={href}
      onClick={onClick}
      aria-current={isChosen ? "page" : undefined}
      draggable={false}
      className={classNames(
        "flex h-full items-center gap-3 px-3 text-left text-ink -outline-offset-2 focus-visible:outline-2",
        isChosen ? "bg-accent-tint" : (className ?? "hover:bg-sunken"),
      )}
      {...rest}
    >
      {children}
    </a>
  );
}
