"use client";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { isInConversation } from "@/ui/commands/focus-place";
import { runCommand, useCommands } from "@/ui/commands/use-commands";
import type { ListHandle } from "@/ui/list/virtual-list";

interface ListCommandsOptions {
  list: RefObject<ListHandle | null>;
  search: RefObject<HTMLInputElement | null>;
  openId: string | null;
  onOpen(conversationId: string): void;
  onClose(): void;
  onStart(): void;
}

/** The commands of whatever list stands beside the conversation. */
export function useListCommands({ list, search, openId, onOpen, onClose, onStart }: ListCommandsOptions): void {
  const t = useTranslations("frame.commands");
  const move = (by: number) => () => list.current?.move(by);
  /** The focus goes along where it stands in the list: keys are for the row that has it. */
  const follow = (key: string) => {
    const isInList = list.current?.focusedKey() != null;
    onOpen(key);
    if (isInList) requestAnimationFrame(() => list.current?.move(0));
  };
  const step = (direction: "next" | "previous") => () => {
    const key = list.current?.beside(direction);
    if (key) follow(key);
  };
  const advance = () => {
    // At the end of the queue the longest wait is what comes next.
    const key = list.current?.beside("next") ?? list.current?.first();
    list.current?.settle();
    if (key) follow(key);
    else onClose();
  };
  const close = () => {
    if (isInConversation()) list.current?.move(0);
    else if (!runCommand("list.clear-selection") && openId !== null) onClose();
  };
  const words = { group: "list" } as const;
  useCommands([
    { ...words, id: "list.down", title: t("down"), keys: ["j", "ArrowDown"], repeats: true, run: move(1) },
    { ...words, id: "list.up", title: t("up"), keys: ["k", "ArrowUp"], repeats: true, run: move(-1) },
    { ...words, id: "list.next", title: t("next"), keys: ["]"], repeats: true, run: step("next") },
    { ...words, id: "list.previous", title: t("previous"), keys: ["["], repeats: true, run: step("previous") },
    { ...words, id: "list.advance", title: t("advance"), isEnabled: openId !== null, run: advance },
    { ...words, id: "list.show-updates", title: t("showUpdates"), keys: ["Shift+u"], run: () => list.current?.settle() },
    { ...words, id: "list.search", title: t("search"), keys: ["/"], run: () => search.current?.focus() },
    { ...words, id: "list.new", title: t("new"), keys: ["c"], run: onStart },
    { ...words, id: "list.close", title: t("close"), keys: ["Escape"], run: close },
  ]);
}
