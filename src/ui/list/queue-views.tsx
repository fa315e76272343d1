"use client";
import { Tabs } from "@base-ui/react/tabs";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import type { Queue } from "@/client/chat-client.types";
import { limits } from "@/shared/limits";
import type { SavedView } from "@/shared/saved-views";
import type { DeskView } from "@/shared/support";
import { useDeskNews } from "@/ui/case/use-case-desk";
import { useKeyHint } from "@/ui/commands/use-commands";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { usePartOf } from "@/ui/hooks/use-readable";
import { CountBadge } from "@/ui/primitives/badge";
import { classNames } from "@/ui/primitives/class-names";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/ui/primitives/menu";
import { keptFilters, type QueueSource } from "./queue-source";

interface QueueViewsProps {
  source: QueueSource;
  /** The saved view that is shown, if it is one. */
  saved: SavedView | undefined;
  savedViews: readonly SavedView[];
  onSource(source: QueueSource): void;
}

const first = ["mine", "unassigned", "all"] as const satisfies DeskView[];
const further = ["mentions", "snoozed", "resolved"] as const satisfies DeskView[];

/** The views of the queue with how many cases each has: three to switch between, the others in a menu with what was saved. */
export const QueueViews = memo(function QueueViews({ source, saved, savedViews, onSource }: QueueViewsProps) {
  const t = useTranslations("frame.views");
  const counts = usePartOf(useChatClient().queue(source.view, source.filters), countsOf);
  const unseen = useDeskNews()?.unseen.length ?? 0;
  const go = (view: DeskView) => onSource({ view, filters: keptFilters(source.filters) });
  const isFirst = saved === undefined && first.some((view) => view === source.view);
  return (
    <div className="flex shrink-0 items-stretch gap-4 border-b px-3">
      <Tabs.Root value={isFirst ? source.view : null} onValueChange={go} className="flex">
        <Tabs.List aria-label={t("label")} className="flex gap-4">
          {first.map((view) => (
            <ViewTab key={view} view={view} count={counts[view]} />
          ))}
        </Tabs.List>
      </Tabs.Root>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            className={classNames(
              "ml-auto -mb-px inline-flex h-9 min-w-0 items-center gap-1 border-b-2 text-dense font-medium hover:text-ink pointer-coarse:h-11",
              isFirst ? "border-transparent text-ink-muted" : "border-accent text-ink",
            )}
          >
            <span className="truncate">{saved?.name ?? (isFirst ? t("more") : t(source.view))}</span>
            {!isFirst && !saved && <Count view={source.view} count={counts[source.view]} />}
            <CountBadge count={unseen} noun={t("newMentions")} />
            <ChevronDown aria-hidden className="size-3.5 shrink-0" />
          </button>
        }
      >
        {further.map((view) => (
          <MenuItem key={view} onSelect={() => go(view)} hint={<ViewHint view={view} count={counts[view]} />}>
            <span className="inline-flex items-center gap-2">
              {t(view)}
              {view === "mentions" && <CountBadge count={unseen} noun={t("newMentions")} />}
            </span>
          </MenuItem>
        ))}
        {savedViews.length > 0 && (
          <>
            <MenuSeparator />
            <MenuLabel>{t("saved")}</MenuLabel>
          </>
        )}
        {savedViews.map(({ id, name, view, filters, isShared }) => (
          <MenuItem key={id} onSelect={() => onSource({ view, filters })} hint={isShared ? t("shared") : undefined}>
            {name}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
});

const countsOf = ({ counts }: Queue) => counts;

function ViewTab({ view, count }: { view: (typeof first)[number]; count: number }) {
  const t = useTranslations("frame.views");
  const { aria } = useKeyHint(`go.${view}`);
  return (
    <Tabs.Tab
      value={view}
      aria-keyshortcuts={aria}
      className="-mb-px inline-flex h-9 items-center gap-1.5 border-transparent border-b-2 text-dense font-medium text-ink-muted hover:text-ink data-[active]:border-accent data-[active]:text-ink pointer-coarse:h-11"
    >
      {t(view)}
      <Count view={view} count={count} />
    </Tabs.Tab>
  );
}

function Count({ view, count }: { view: DeskView; count: number }) {
  const t = useTranslations("frame.views");
  const isMore = view === "resolved" && count >= limits.resolvedCountMax;
  return <span className="text-small font-normal text-ink-faint tabular-nums">{isMore ? t("orMore", { count }) : count}</span>;
}

function ViewHint({ view, count }: { view: DeskView; count: number }) {
  const { text } = useKeyHint(`go.${view}`);
  return (
    <span className="inline-flex gap-2">
      <Count view={view} count={count} />
      {text && <kbd className="font-sans text-ink-faint">{text}</kbd>}
    </span>
  );
}
