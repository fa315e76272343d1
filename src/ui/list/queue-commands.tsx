"use client";
import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import type { SavedView } from "@/shared/saved-views";
import type { QueueFilters } from "@/shared/support";
import type { Command } from "@/ui/commands/command";
import { useCommands } from "@/ui/commands/use-commands";
import { explainError } from "@/ui/connect/explain-error";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { tell, undoable } from "@/ui/primitives/notices";
import { Later, loadLater } from "@/ui/shell/load-later";
import { useEver } from "@/ui/shell/use-ever";
import { countFilters, type QueueSource } from "./queue-source";
import { useDeskTools } from "./use-desk-tools";
import type { QueueSelection } from "./use-queue-selection";
import type { ListHandle } from "./virtual-list";

const filterPanel = loadLater(() => import("./filter-panel").then((part) => part.FilterPanel));
const saveViewDialog = loadLater(() => import("./save-view-dialog").then((part) => part.SaveViewDialog));

interface QueueCommandsProps {
  source: QueueSource;
  onSource(source: QueueSource): void;
  list: QueueSelection;
  handle: RefObject<ListHandle | null>;
  /** The saved view that is shown, if the viewer may change it. */
  saved: SavedView | undefined;
  savedViews: readonly SavedView[];
}

/** What can be done with the queue itself: select, filter, keep a view; and the dialogs for it. */
export function QueueCommands({ source, onSource, list, handle, saved, savedViews }: QueueCommandsProps) {
  const [asks, setAsks] = useState<"filters" | "save" | "rename" | null>(null);
  const hasFilters = useEver(asks === "filters");
  const setFilters = (filters: QueueFilters) => onSource({ view: source.view, filters });
  useCommands([
    ...useSelecting(list, handle),
    ...useFiltering(source.filters, { onFilters: setFilters, onAsk: () => setAsks("filters") }),
    ...useOnlyGym(source.filters, setFilters),
    ...useSaving(saved, { onSave: () => setAsks("save"), onRename: () => setAsks("rename") }),
    ...useSavedPlaces(savedViews, onSource),
  ]);
  return (
    <>
      {hasFilters && (
        <Later
          part={filterPanel}
          props={{
            open: asks === "filters",
            onOpenChange: (open) => setAsks(open ? "filters" : null),
            filters: source.filters,
            onFilters: setFilters,
          }}
        />
      )}
      {(asks === "save" || asks === "rename") && (
        <Later part={saveViewDialog} props={{ source, before: asks === "rename" ? saved : undefined, onClose: () => setAsks(null) }} />
      )}
    </>
  );
}

function useSelecting(list: QueueSelection, handle: RefObject<ListHandle | null>): Command[] {
  const t = useTranslations("frame.commands");
  const select = (isRange: boolean) => {
    const key = handle.current?.focusedKey();
    if (key) list.select(key, isRange);
    // Nothing has the focus yet: the first press says where one is.
    else handle.current?.move(0);
  };
  return [
    { id: "list.select", title: t("select"), group: "list", keys: ["x"], run: () => select(false) },
    { id: "list.select-range", title: t("selectRange"), group: "list", keys: ["Shift+x"], run: () => select(true) },
    { id: "list.select-all", title: t("selectAll"), group: "list", keys: ["Mod+a"], run: list.selectAll },
    { id: "list.clear-selection", title: t("clearSelection"), group: "list", isEnabled: !list.isEmpty, run: list.clear },
  ];
}

interface Filtering {
  onFilters(filters: QueueFilters): void;
  onAsk(): void;
}

function useFiltering(filters: QueueFilters, { onFilters, onAsk }: Filtering): Command[] {
  const t = useTranslations("frame.commands");
  const { unread, ...others } = filters;
  return [
    { id: "list.filter", title: t("filter"), group: "list", keys: ["f"], run: onAsk },
    {
      id: "list.clear-filters",
      title: t("clearFilters"),
      group: "list",
      keys: ["Shift+f"],
      isEnabled: countFilters(filters) > 0,
      run: () => onFilters({}),
    },
    {
      id: "list.unread",
      title: t("unread"),
      group: "list",
      keys: ["u"],
      run: () => onFilters(unread ? others : { ...others, unread: true }),
    },
  ];
}

/** For whoever works at several desks: one of them, and all of them again. */
function useOnlyGym(filters: QueueFilters, onFilters: (filters: QueueFilters) => void): Command[] {
  const t = useTranslations("frame.commands");
  const gyms = useDeskGyms();
  if (gyms.length < 2) return [];
  const { gymIds, ...others } = filters;
  const only = gyms.map(
    ({ id, name }): Command => ({
      id: `list.only-gym:${id}`,
      title: t("onlyGym", { gym: name }),
      group: "list",
      keywords: t("gymWords"),
      run: () => onFilters({ ...others, gymIds: [id] }),
    }),
  );
  const all: Command = {
    id: "list.all-gyms",
    title: t("allGyms"),
    group: "list",
    keywords: t("gymWords"),
    isEnabled: gymIds !== undefined,
    run: () => onFilters(others),
  };
  return [...only, all];
}

function useSaving(saved: SavedView | undefined, { onSave, onRename }: { onSave(): void; onRename(): void }): Command[] {
  const t = useTranslations("frame.commands");
  const said = useTranslations("frame.views");
  const { savedViews } = useDeskTools();
  const remove = async ({ ownerId: _, ...view }: SavedView) => {
    try {
      await savedViews.remove(view.id);
      const putBack = () => savedViews.save(view).catch((error: unknown) => tell("error", explainError(error)));
      undoable(said("removedDone", { name: view.name }), () => void putBack());
    } catch (error) {
      tell("error", explainError(error));
    }
  };
  return [
    { id: "list.save-view", title: t("saveView"), group: "list", run: onSave },
    { id: "list.rename-view", title: t("renameView"), group: "list", isEnabled: saved !== undefined, run: onRename },
    {
      id: "list.remove-view",
      title: t("removeView"),
      group: "list",
      isEnabled: saved !== undefined,
      run: () => saved && void remove(saved),
    },
  ];
}

function useSavedPlaces(savedViews: readonly SavedView[], onSource: (source: QueueSource) => void): Command[] {
  const t = useTranslations("frame.commands");
  return savedViews.map(({ id, name, view, filters }) => ({
    id: `go.saved:${id}`,
    title: t("goSaved", { name }),
    group: "go",
    keywords: t("viewWords"),
    run: () => onSource({ view, filters }),
  }));
}
