"use client";
import type { ComponentProps } from "react";
import { classNames } from "@/ui/primitives/class-names";
import { useSpanWords } from "./use-moments";

interface DateInputProps extends Omit<ComponentProps<"input">, "type" | "value"> {
  /** "2026-03-29", or nothing. */
  value: string;
}

/**
 * A day of the calendar. The browser's own field, which writes days as the browser does, whatever language the page speaks: as long as nobody edits it, the day
 * stands over it in the page's language.
 */
export function DateInput({ value, className, ...props }: DateInputProps) {
  const words = useSpanWords();
  return (
    <span className="relative flex min-w-0">
      <input
        {...props}
        type="date"
        value={value}
        className={classNames("peer min-w-0 flex-1", className, value !== "" && "not-focus:text-transparent")}
      />
      {value !== "" && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-body peer-focus:hidden peer-disabled:opacity-60"
        >
          {words(value, value)}
        </span>
      )}
    </span>
  );
}
