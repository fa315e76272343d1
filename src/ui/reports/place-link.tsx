"use client";
import type { MouseEvent, ReactNode } from "react";
import { type ReportPlace, reportHref } from "./report-place";
import { goTo } from "./use-report-place";

interface PlaceLinkProps {
  to: ReportPlace;
  className?: string;
  /** What it leads to, where its own words do not say so. */
  label?: string;
  children: ReactNode;
}

/** A link to another place of the report: opens at once, and in a new tab for who wants that. */
export function PlaceLink({ to, className, label, children }: PlaceLinkProps) {
  const href = reportHref(to);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    goTo(href);
  };
  return (
    <a href={href} onClick={open} aria-label={label} className={className}>
      {children}
    </a>
  );
}
