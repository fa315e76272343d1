"use client";
import type { ReactNode } from "react";
import { Button, IconButton, type IconButtonProps } from "@/ui/primitives/button";
import { runCommand, useCommand, useKeyHint } from "./use-commands";

interface CommandButtonProps extends Omit<IconButtonProps, "label" | "onClick"> {
  /** The command that it does. */
  command: string;
  /** Words of its own; absent, those of the command. */
  label?: string;
  /** With words instead of an icon alone. */
  isWide?: boolean;
  children: ReactNode;
}

/** A button for a registered command: it is called as the command is, says its keys, and rests while the command cannot be done. */
export function CommandButton({ command: id, label, isWide = false, tooltipSide, children, ...props }: CommandButtonProps) {
  const command = useCommand(id);
  const { text, aria } = useKeyHint(id);
  const title = label ?? command?.title ?? "";
  const common = {
    ...props,
    "aria-keyshortcuts": aria,
    disabled: props.disabled ?? command?.isEnabled === false,
    onClick: () => void runCommand(id),
  };
  if (isWide) return <Button {...common}>{children}</Button>;
  return (
    <IconButton {...common} label={title} hint={text} {...(tooltipSide && { tooltipSide })}>
      {children}
    </IconButton>
  );
}
