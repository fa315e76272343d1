"use client";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";
import { useKeptSetting } from "@/ui/shell/use-kept-setting";
import type { Command, CommandGroup } from "./command";
import { chooseKeys, chosenKeys, keysOf } from "./key-bindings";
import { KeyCaps } from "./key-caps";
import { keysText, strokeOf, strokesOf } from "./keys";
import { isApple, useCommandList } from "./use-commands";

const order: readonly CommandGroup[] = ["case", "conversation", "list", "go", "view", "help"];
/** What the screens do by themselves, wherever the focus is in them. */
const fixed = [
  { group: "list", text: "openRow", keys: ["Enter"] },
  { group: "conversation", text: "send", keys: ["Enter"] },
  { group: "conversation", text: "newLine", keys: ["Shift+Enter"] },
  { group: "conversation", text: "newest", keys: ["End"] },
] as const;

interface KeySheetProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Every command with its keys, and the place to change them. */
export function KeySheet({ open, onOpenChange }: KeySheetProps) {
  const t = useTranslations("frame.keys");
  const [chosen, setChosen] = useKeptSetting(chosenKeys);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("hint")}
      footer={
        Object.keys(chosen).length > 0 && (
          <Button
            size="small"
            onClick={({ currentTarget }) => {
              // The button goes with what it takes back.
              currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus();
              setChosen({});
            }}
          >
            {t("resetAll")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {order.map((group) => (
          <Group key={group} group={group} />
        ))}
      </div>
    </Dialog>
  );
}

function Group({ group }: { group: CommandGroup }) {
  const t = useTranslations("frame");
  // A hundred colleagues to assign to are no hundred keys to learn.
  const [chosen] = useKeptSetting(chosenKeys);
  const commands = useCommandList().filter((one) => one.group === group && (!one.id.includes(":") || keysOf(one, chosen).length > 0));
  const others = fixed.filter((one) => one.group === group);
  if (commands.length + others.length === 0) return null;
  return (
    <section aria-label={t(`groups.${group}`)}>
      <h3 className="mb-1 text-small font-medium text-ink-muted">{t(`groups.${group}`)}</h3>
      <ul className="flex flex-col">
        {others.map(({ text, keys }) => (
          <li key={text} className="flex min-h-8 items-center justify-between gap-4 text-body">
            {t(`keys.${text}`)}
            {keys.map((one) => (
              <KeyCaps key={one} keys={one} />
            ))}
          </li>
        ))}
        {commands.map((command) => (
          <CommandLine key={command.id} command={command} />
        ))}
      </ul>
    </section>
  );
}

function CommandLine({ command }: { command: Command }) {
  const t = useTranslations("frame.keys");
  const all = useCommandList();
  const [chosen, setChosen] = useKeptSetting(chosenKeys);
  const [isRecording, setRecording] = useState(false);
  const changeButton = useRef<HTMLButtonElement>(null);
  const keys = keysOf(command, chosen);
  const end = () => {
    // What had the focus goes; the button that comes back takes it.
    flushSync(() => setRecording(false));
    changeButton.current?.focus();
  };
  const choose = (next: readonly string[] | null) => {
    end();
    setChosen(chooseKeys(chosen, command.id, { keys: next, all }));
  };
  const said = keys.length > 0 ? keys.map((one) => keysText(one, isApple())).join(", ") : t("none");
  return (
    <li data-command={command.id} className="flex min-h-8 items-center justify-between gap-2 text-body">
      <span className="min-w-0 flex-1">{command.title}</span>
      {isRecording ? (
        <KeyRecorder onKeys={choose} onCancel={end} />
      ) : (
        <>
          {command.id in chosen && (
            <Button variant="quiet" size="small" onClick={() => choose(null)}>
              {t("reset")}
            </Button>
          )}
          <button
            ref={changeButton}
            type="button"
            aria-label={t("change", { title: command.title, keys: said })}
            onClick={() => setRecording(true)}
            className="inline-flex min-h-7 min-w-7 items-center justify-end gap-2 rounded-md px-1 hover:bg-sunken pointer-coarse:min-h-11"
          >
            {keys.length > 0 ? (
              keys.map((one) => <KeyCaps key={one} keys={one} />)
            ) : (
              <span className="text-small text-ink-faint">{t("none")}</span>
            )}
          </button>
        </>
      )}
    </li>
  );
}

/** Waits for keys: one stroke, or two within a moment. Backspace takes the keys away, Escape leaves them as they are. */
function KeyRecorder({ onKeys, onCancel }: { onKeys(keys: readonly string[]): void; onCancel(): void }) {
  const t = useTranslations("frame.keys");
  const [pressed, setPressed] = useState("");
  const onKeyDown = (event: KeyboardEvent) => {
    const stroke = strokeOf(event.nativeEvent, isApple());
    if (stroke === null || stroke === "Tab" || stroke === "Shift+Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (stroke === "Escape") onCancel();
    else if (stroke === "Backspace") onKeys([]);
    else if (stroke === "Enter" && pressed) onKeys([pressed]);
    else setPressed(strokesOf(pressed).length === 1 ? `${pressed} ${stroke}` : stroke);
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: it stands where the pressed button stood
        autoFocus
        readOnly
        aria-label={t("press")}
        placeholder={t("press")}
        value={pressed && keysText(pressed, isApple())}
        onKeyDown={onKeyDown}
        className="h-7 w-28 rounded-md border border-control bg-surface px-2 text-small text-ink placeholder:text-ink-faint pointer-coarse:h-11"
      />
      <Button size="small" disabled={!pressed} onClick={() => onKeys([pressed])}>
        {t("set")}
      </Button>
    </>
  );
}
