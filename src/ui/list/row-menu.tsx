"use client";
import { ContextMenu } from "@base-ui/react/context-menu";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { QueueItem } from "@/shared/support";
import { runCommand, useKeyHint } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { menuItemClass, menuPopupClass } from "@/ui/primitives/menu";
import type { QueueSelection } from "./use-queue-selection";
import { aimAt } from "./work-target";

interface RowMenuProps {
  items: readonly QueueItem[];
  list: QueueSelection;
  onOpen(conversationId: string): void;
  children: ReactNode;
}

/** What a menu of a row offers of what can be done to its case. */
const work = ["case.assign-me", "case.assign", "case.labels", "case.priority", "case.snooze", "case.resolve"] as const;

/** The rows, each with a menu under the other mouse button. */
export function RowMenu({ items, list, onOpen, children }: RowMenuProps) {
  const t = useTranslations("frame.menu");
  const me = useViewer();
  const [key, setKey] = useState<string | null>(null);
  const item = items.find(({ conversation }) => conversation.id === key);
  const isSelected = key !== null && (list.selection.isAll || list.selection.keys.has(key));
  return (
    <ContextMenu.Root onOpenChange={(open) => !open && aimAt(null)}>
      <ContextMenu.Trigger
        className="flex min-h-0 flex-1 flex-col"
        onContextMenuCapture={(event) => {
          const row = event.target instanceof Element ? event.target.closest("li")?.querySelector<HTMLElement>("[data-row]") : null;
          const next = row?.dataset.row ?? null;
          setKey(next);
          // With several selected it is for all of them.
          aimAt(next !== null && !list.selection.keys.has(next) ? next : null);
          if (next === null) event.stopPropagation();
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal render={<section aria-label={t("title")} />}>
        <ContextMenu.Positioner className="z-50 outline-none">
          {item && (
            <ContextMenu.Popup aria-label={t("label", { name: subjectOf(item.conversation, me).title })} className={menuPopupClass}>
              <ContextMenu.Item className={menuItemClass} onClick={() => onOpen(item.conversation.id)}>
                {t("open")}
              </ContextMenu.Item>
              <ContextMenu.Item className={menuItemClass} onClick={() => list.select(item.conversation.id, false)}>
                {t(isSelected ? "unselect" : "select")}
              </ContextMenu.Item>
              <ContextMenu.Separator className="-mx-1 my-1 h-px bg-line" />
              {work.map((id) => (
                <WorkItem key={id} id={id} />
              ))}
            </ContextMenu.Popup>
          )}
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function WorkItem({ id }: { id: (typeof work)[number] }) {
  const t = useTranslations("frame.work");
  const { text, aria } = useKeyHint(id);
  return (
    <ContextMenu.Item className={menuItemClass} aria-keyshortcuts={aria} onClick={() => runCommand(id)}>
      {t(id.slice("case.".length) as "assign")}
      {text && <span className="ml-auto pl-4 text-small text-ink-faint">{text}</span>}
    </ContextMenu.Item>
  );
}
