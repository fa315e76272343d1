"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment, type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { classNames } from "@/ui/primitives/class-names";
import { afterClosing } from "@/ui/primitives/dialog";
import type { Command, CommandGroup } from "./command";
import { keysOf } from "./key-bindings";
import { KeyCaps } from "./key-caps";
import { rankCommands } from "./rank";
import { didCommand, recentCommands } from "./recent-commands";
import { runCommand, useChosenKeys, useCommandList } from "./use-commands";

/** So many are drawn; who seeks more types another letter. */
const shownMax = 60;
const aboutCases: readonly CommandGroup[] = ["case", "conversation", "list", "go", "view", "help"];
const aboutLists: readonly CommandGroup[] = ["list", "go", "case", "conversation", "view", "help"];

interface PaletteProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Everything that can be done here, found by its words. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  const t = useTranslations("frame.palette");
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          aria-label={t("title")}
          className="fixed inset-x-3 top-[10dvh] z-40 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-xl border bg-raised text-ink shadow-float outline-none"
        >
          <PaletteBody onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onDone }: { onDone(): void }) {
  const t = useTranslations("frame.palette");
  const groups = useTranslations("frame.groups");
  const [query, setQuery] = useState("");
  const found = useFound(useDeferredValue(query));
  const [at, setAt] = useState(0);
  const heads = useHeads(found, query);
  const active = Math.min(at, found.length - 1);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Above the first one stands a heading.
    if (active === 0) list.current?.scrollTo({ top: 0 });
    else list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const choose = (command: Command | undefined) => {
    if (!command) return;
    didCommand(command.id);
    onDone();
    // The dialog gives the focus back as it closes; what the command opens takes it after that.
    afterClosing(() => runCommand(command.id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 }[event.key];
    if (next !== undefined) setAt(Math.min(Math.max(next, 0), found.length - 1));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) choose(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 border-b px-3">
        <Search aria-hidden className="size-4 text-ink-faint" />
        <input
          type="text"
          role="combobox"
          aria-label={t("search")}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t("search")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-reading outline-none placeholder:text-ink-faint"
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={t("title")} className="min-h-0 overflow-y-auto p-1.5">
        {found.map((command, place) => (
          <Fragment key={command.id}>
            {heads[place] && (
              <p aria-hidden className="px-2 pt-2.5 pb-1 text-small font-medium text-ink-faint first:pt-1">
                {heads[place]}
              </p>
            )}
            <Option
              id={`${listId}-${place}`}
              at={place}
              command={command}
              group={groups(command.group)}
              showsGroup={query !== ""}
              isActive={place === active}
              onActive={setAt}
              onChoose={choose}
            />
          </Fragment>
        ))}
      </div>
      {found.length === 0 && (
        <p role="status" className="px-4 py-8 text-center text-body text-ink-muted">
          {t("nothing", { query })}
        </p>
      )}
    </>
  );
}

interface OptionProps {
  id: string;
  at: number;
  command: Command;
  group: string;
  /** Beside it; otherwise a heading says it. */
  showsGroup: boolean;
  isActive: boolean;
  onActive(at: number): void;
  onChoose(command: Command): void;
}

function Option({ id, at, command, group, showsGroup, isActive, onActive, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that has the focus
    <div
      id={id}
      data-at={at}
      data-command={command.id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onClick={() => onChoose(command)}
      onPointerMove={() => onActive(at)}
      className={classNames(
        "flex min-h-9 cursor-default items-center gap-3 rounded-md px-2 text-body pointer-coarse:min-h-11",
        isActive && "bg-sunken",
      )}
    >
      <span className="min-w-0 flex-1 truncate">{command.title}</span>
      <span className={classNames("shrink-0 text-small text-ink-faint", showsGroup ? "max-sm:sr-only" : "sr-only")}>{group}</span>
      <CommandKeys command={command} />
    </div>
  );
}

/** What stands above a command where a new group begins, while nothing is sought: what was used last comes first. */
function useHeads(found: readonly Command[], query: string): readonly (string | null)[] {
  const t = useTranslations("frame");
  if (query !== "") return [];
  const recent = new Set(recentCommands.current());
  const names = found.map(({ id, group }) => (recent.has(id) ? t("palette.recent") : t(`groups.${group}`)));
  return names.map((name, at) => (name === names[at - 1] ? null : name));
}

function useFound(query: string): readonly Command[] {
  const commands = useCommandList();
  return useMemo(() => {
    // A case is open, or something of the list is selected.
    const isCaseMeant = commands.some(({ group, isEnabled }) => group === "case" && isEnabled !== false);
    const context = { recent: recentCommands.current(), groups: isCaseMeant ? aboutCases : aboutLists };
    const offered = commands.filter(({ id }) => id !== "help.palette");
    return rankCommands(offered, query, context).slice(0, shownMax);
  }, [commands, query]);
}

function CommandKeys({ command }: { command: Command }) {
  const [keys] = keysOf(command, useChosenKeys());
  return keys === undefined ? null : <KeyCaps keys={keys} />;
}
