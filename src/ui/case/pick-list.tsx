"use client";
import { Check, Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { classNames } from "@/ui/primitives/class-names";

export interface PickItem {
  id: string;
  text: ReactNode;
  /** Beside it, fainter. */
  detail?: ReactNode;
  icon?: ReactNode;
  isChosen?: boolean;
}

interface PickListProps {
  /** What is chosen here, for a screen reader. */
  label: string;
  placeholder: string;
  /** What can be chosen, given what was typed. */
  itemsFor(query: string): readonly PickItem[];
  onPick(id: string): void;
  emptyText: string;
  /** Several can be chosen, one after the other. */
  isMulti?: boolean;
  startsWith?: string;
  onActive?(id: string | null): void;
  /** Keys that mean something besides; called before they are used here. */
  onKey?(event: KeyboardEvent<HTMLInputElement>, query: string): void;
}

/** A field to type in and what it leaves to choose from: arrows move, Enter chooses. The focus stays in the field. */
export function PickList(props: PickListProps) {
  const { label, placeholder, itemsFor, onPick, emptyText, isMulti = false, startsWith = "", onActive, onKey } = props;
  const [query, setQuery] = useState(startsWith);
  const [wanted, setWanted] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const items = itemsFor(query);
  const at = Math.min(wanted, items.length - 1);
  const activeId = items[at]?.id ?? null;
  useEffect(() => onActive?.(activeId), [activeId, onActive]);
  useEffect(() => {
    if (activeId !== null) list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    onKey?.(event, query);
    if (event.defaultPrevented || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (target !== undefined && items.length > 0) {
      event.preventDefault();
      const isStep = Math.abs(target - at) === 1;
      setWanted(isStep ? (target + items.length) % items.length : Math.max(0, Math.min(items.length - 1, target)));
    } else if (event.key === "Enter" && !event.shiftKey && activeId !== null) {
      event.preventDefault();
      onPick(activeId);
    }
  };

  return (
    <div className="-m-0.5 flex min-h-0 flex-col p-0.5">
      <div className="relative shrink-0">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint" />
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={activeId === null ? undefined : `${id}-${at}`}
          // biome-ignore lint/a11y/noAutofocus: it opens to be typed in
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setWanted(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={placeholder}
          className="h-9 w-full rounded-lg border border-control bg-surface pr-3 pl-9 text-body text-ink placeholder:text-ink-faint focus-visible:border-accent-text focus-visible:outline-1 focus-visible:outline-offset-0 pointer-coarse:h-11 pointer-coarse:text-reading"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={isMulti || undefined}
        className="mt-2 max-h-[min(20rem,45dvh)] min-h-0 overflow-y-auto overscroll-contain"
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={isMulti ? Boolean(item.isChosen) : index === at}
            data-active={index === at ? "" : undefined}
            onPointerMove={() => setWanted(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPick(item.id)}
            className={classNames(
              "flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-body pointer-coarse:min-h-11",
              index === at && "bg-sunken",
            )}
          >
            {item.icon}
            <span className="min-w-0 flex-1 truncate">{item.text}</span>
            {item.detail && <span className="shrink-0 text-small text-ink-muted tabular-nums">{item.detail}</span>}
            {item.isChosen && <Check aria-hidden className="size-4 shrink-0 text-accent-text" />}
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <p role="status" className="px-2 py-3 text-body text-ink-muted">
          {emptyText}
        </p>
      )}
    </div>
  );
}
