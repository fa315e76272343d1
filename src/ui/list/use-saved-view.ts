"use client";
import { useMemo } from "react";
import { filtersKey } from "@/client/desk-filters";
import { maySetUpDesk } from "@/shared/permissions";
import type { SavedView } from "@/shared/saved-views";
import { useViewer } from "@/ui/connect/viewer-context";
import { useReadable } from "@/ui/hooks/use-readable";
import type { QueueSource } from "./queue-source";
import { useDeskTools } from "./use-desk-tools";

const none: readonly SavedView[] = [];

/** The saved views of the viewer's desk, and which of them is shown; `isOwn` where the viewer may change it. */
export function useSavedView({ view, filters }: QueueSource): { all: readonly SavedView[]; shown: SavedView | undefined; isOwn: boolean } {
  const me = useViewer();
  const all = useReadable(useDeskTools().savedViews.list) ?? none;
  return useMemo(() => {
    const key = filtersKey(filters);
    const shown = all.find((one) => one.view === view && filtersKey(one.filters) === key);
    const isOwn = shown !== undefined && (shown.ownerId === me.id || (shown.isShared && maySetUpDesk(me.role)));
    return { all, shown, isOwn };
  }, [all, view, filters, me]);
}
