"use client";
import { Field } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

type TextFieldProps = Omit<ComponentProps<typeof Field.Control>, "className" | "render"> & {
  label: string;
  /** The label is for screen readers only, because the place explains itself (a search, say). */
  hideLabel?: boolean;
  description?: string;
  /** What is wrong with it, in words; also told to a screen reader. */
  error?: string | null;
  /** An icon inside, before the text. */
  icon?: ReactNode;
  className?: string;
};

/** A field of one line with its label, its explanation and its error. 16 px text on touch screens, so that a phone does not zoom. */
export function TextField({ label, hideLabel = false, description, error, icon, className, ...props }: TextFieldProps) {
  return (
    <Field.Root invalid={Boolean(error)} className={classNames("flex flex-col gap-1", className)}>
      <Field.Label className={classNames(hideLabel ? "sr-only" : "text-dense font-medium text-ink")}>{label}</Field.Label>
      <div className="relative">
        {icon && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-0 grid w-9 place-items-center text-ink-faint [&>svg]:size-4"
          >
            {icon}
          </span>
        )}
        <Field.Control
          className={classNames(
            "h-9 w-full rounded-lg border border-control bg-surface px-3 text-body text-ink placeholder:text-ink-faint",
            "focus-visible:border-accent-text focus-visible:outline-1 focus-visible:outline-offset-0 data-[invalid]:border-danger",
            "disabled:opacity-60 pointer-coarse:h-11 pointer-coarse:text-reading",
            Boolean(icon) && "pl-9",
          )}
          {...props}
        />
      </div>
      {description && <Field.Description className="text-small text-ink-faint">{description}</Field.Description>}
      {error && (
        <Field.Error match className="text-small text-danger">
          {error}
        </Field.Error>
      )}
    </Field.Root>
  );
}
