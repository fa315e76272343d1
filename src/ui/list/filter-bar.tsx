"use client";
import { BookmarkPlus, Ellipsis, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { QueueFilters } from "@/shared/support";
import { useDirectories } from "@/ui/case/use-case-desk";
import { CommandButton } from "@/ui/commands/command-button";
import { runCommand } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { IconButton } from "@/ui/primitives/button";
import { Menu, MenuItem } from "@/ui/primitives/menu";
import { sayFilters } from "./filter-words";

interface FilterBarProps {
  filters: QueueFilters;
  onFilters(filters: QueueFilters): void;
  /** Whether this is a saved view, and the viewer may change it. */
  saved: { isOwn: boolean } | null;
}

/** What narrows the queue now; each can be taken away, and all can be kept under a name. */
export function FilterBar({ filters, onFilters, saved }: FilterBarProps) {
  const t = useTranslations("frame");
  const me = useViewer();
  const gyms = useDeskGyms();
  // Asked for as far as somebody has to be named.
  const settings = useDirectories(filters.assigneeId ? gyms.map(({ id }) => id) : []);
  const said = sayFilters(filters, { staff: settings.flatMap(({ staff }) => staff), viewerId: me.id, gyms });
  if (said.length === 0 && !saved?.isOwn) return null;
  return (
    <div className="flex shrink-0 items-start gap-1 border-b py-1.5 pr-1.5 pl-3">
      <ul aria-label={t("filters.title")} className="flex min-w-0 flex-1 flex-wrap gap-1 py-0.5">
        {said.map(({ key, text, without }) => (
          <li
            key={key}
            className="inline-flex h-6 max-w-full items-center rounded-full bg-accent-tint pl-2.5 text-small font-medium text-accent-text"
          >
            <span className="truncate">{text}</span>
            <button
              type="button"
              aria-label={t("filters.remove", { filter: text })}
              onClick={() => onFilters(without)}
              className="grid size-6 shrink-0 place-items-center rounded-full hover:bg-pressed"
            >
              <X aria-hidden className="size-3" />
            </button>
          </li>
        ))}
      </ul>
      {!saved && (
        <CommandButton command="list.save-view" size="small">
          <BookmarkPlus aria-hidden className="size-4" />
        </CommandButton>
      )}
      {saved?.isOwn && (
        <Menu
          trigger={
            <IconButton label={t("views.manage")} size="small">
              <Ellipsis aria-hidden className="size-4" />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => runCommand("list.rename-view")}>{t("views.rename")}</MenuItem>
          <MenuItem onSelect={() => runCommand("list.remove-view")} danger>
            {t("views.remove")}
          </MenuItem>
        </Menu>
      )}
      <CommandButton command="list.clear-filters" size="small">
        <X aria-hidden className="size-4" />
      </CommandButton>
    </div>
  );
}
