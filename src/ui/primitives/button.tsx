"use client";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { classNames } from "./class-names";
import { type TooltipSide, tooltip } from "./tooltip";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-accent-ink hover:bg-accent-hover active:brightness-90",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken active:bg-pressed",
  quiet: "text-ink-muted hover:bg-sunken hover:text-ink active:bg-pressed data-[popup-open]:bg-sunken",
  danger: "border border-line-strong bg-surface text-danger hover:border-danger hover:bg-danger-tint",
};

const sizes: Record<ButtonSize, string> = {
  small: "h-7 gap-1 px-2 text-dense pointer-coarse:h-11 pointer-coarse:px-3",
  medium: "h-8 gap-1.5 px-3 text-body pointer-coarse:h-11 pointer-coarse:px-4",
  large: "h-11 gap-2 px-4 text-reading",
};

const iconSizes: Record<ButtonSize, string> = {
  small: "size-7 pointer-coarse:size-11",
  medium: "size-8 pointer-coarse:size-11",
  large: "size-11",
};

const base =
  "inline-flex shrink-0 select-none items-center justify-center rounded-lg font-medium whitespace-nowrap transition-colors " +
  "disabled:pointer-events-none disabled:opacity-50 data-[disabled]:opacity-50";

interface BaseProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** A disabled button keeps the focus and its place in the tab order. */
  focusableWhenDisabled?: boolean;
}

/** A button with words. On a touch screen it is at least 44 px high. */
export function Button({ variant = "secondary", size = "medium", className, ...props }: BaseProps) {
  return <PlainButton className={classNames(base, variants[variant], sizes[size], className)} {...props} />;
}

export interface IconButtonProps extends Omit<BaseProps, "aria-label"> {
  /** What it does: its name for a screen reader, and its tooltip. */
  label: string;
  children: ReactNode;
  tooltipSide?: TooltipSide;
  /** Keys that do the same, for the tooltip. */
  hint?: string | null;
}

/** A button that shows an icon only. On a touch screen it is 44 px square. */
export function IconButton({ label, variant = "quiet", size = "medium", className, tooltipSide, hint, ...props }: IconButtonProps) {
  return (
    <PlainButton
      aria-label={label}
      {...tooltip(hint ? `${label} (${hint})` : label, tooltipSide)}
      className={classNames(base, variants[variant], iconSizes[size], className)}
      {...props}
    />
  );
}

function PlainButton({
  disabled,
  focusableWhenDisabled = false,
  onClick,
  ...props
}: ComponentProps<"button"> & { focusableWhenDisabled?: boolean }) {
  if (!disabled || !focusableWhenDisabled) return <button type="button" disabled={disabled} onClick={onClick} {...props} />;
  const refuse = (event: MouseEvent) => event.preventDefault();
  return <button type="button" aria-disabled data-disabled onClick={refuse} {...props} />;
}
