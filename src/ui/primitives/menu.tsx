"use client";
import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names";

/** How a menu looks, wherever it opens from. */
export const menuPopupClass =
  "max-h-[var(--available-height)] min-w-44 max-w-80 overflow-y-auto overscroll-contain rounded-lg border bg-raised p-1 text-ink shadow-float outline-none transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0";

interface MenuProps {
  /** The button that opens it; it must take a ref and spread its props. */
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  /** Opens as soon as it is drawn. */
  startsOpen?: boolean;
}

/** A menu of commands that opens from a button. */
export function Menu({ trigger, children, align = "end", side = "bottom", startsOpen = false }: MenuProps) {
  const t = useTranslations("common");
  return (
    <BaseMenu.Root defaultOpen={startsOpen}>
      <BaseMenu.Trigger render={trigger} />
      {/* A region of its own: what opens beside all landmarks would else belong to none of them. */}
      <BaseMenu.Portal render={<section aria-label={t("menu")} />}>
        <BaseMenu.Positioner align={align} side={side} sideOffset={4} collisionPadding={8} className="z-50 outline-none">
          {/* Higher than the window it scrolls, and what scrolls can be reached by the keyboard. */}
          <BaseMenu.Popup tabIndex={0} className={menuPopupClass}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** … and its commands. */
export const menuItemClass =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-body outline-none data-[highlighted]:bg-sunken data-[disabled]:opacity-50 pointer-coarse:min-h-11";

interface MenuItemProps {
  icon?: ReactNode;
  onSelect(): void;
  danger?: boolean;
  disabled?: boolean;
  /** Stands at the end, fainter: its keys, or how many there are. */
  hint?: ReactNode;
  children: ReactNode;
}

/** One command. */
export function MenuItem({ icon, onSelect, danger = false, disabled, hint, children }: MenuItemProps) {
  return (
    <BaseMenu.Item onClick={onSelect} disabled={disabled} className={classNames(menuItemClass, danger && "text-danger")}>
      {icon && (
        <span aria-hidden className="grid size-4 shrink-0 place-items-center [&>svg]:size-4">
          {icon}
        </span>
      )}
      {children}
      {hint !== undefined && hint !== null && <span className="ml-auto shrink-0 pl-4 text-small text-ink-faint">{hint}</span>}
    </BaseMenu.Item>
  );
}

interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; icon?: ReactNode }[];
  onChange(value: T): void;
}

/** One of several, such as the theme. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <BaseMenu.RadioGroup aria-label={label} value={value} onValueChange={(next: T) => onChange(next)}>
      {options.map((option) => (
        <BaseMenu.RadioItem key={option.value} value={option.value} className={menuItemClass}>
          {option.icon && (
            <span aria-hidden className="grid size-4 shrink-0 place-items-center [&>svg]:size-4">
              {option.icon}
            </span>
          )}
          <span className="flex-1">{option.label}</span>
          <BaseMenu.RadioItemIndicator className="text-accent-text">
            <Check className="size-4" aria-hidden />
          </BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}

interface MenuToggleProps {
  icon?: ReactNode;
  isOn: boolean;
  onToggle(isOn: boolean): void;
  children: ReactNode;
}

/** Something that is on or off. The menu stays open. */
export function MenuToggle({ icon, isOn, onToggle, children }: MenuToggleProps) {
  return (
    <BaseMenu.CheckboxItem checked={isOn} onCheckedChange={onToggle} className={menuItemClass}>
      {icon && (
        <span aria-hidden className="grid size-4 shrink-0 place-items-center [&>svg]:size-4">
          {icon}
        </span>
      )}
      <span className="flex-1">{children}</span>
      <BaseMenu.CheckboxItemIndicator className="text-accent-text">
        <Check className="size-4" aria-hidden />
      </BaseMenu.CheckboxItemIndicator>
    </BaseMenu.CheckboxItem>
  );
}

/** What the commands below have in common. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="px-2 pt-1.5 pb-1 text-small font-medium text-ink-faint">{children}</p>;
}

/** A hairline between groups of commands. */
export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
