"use client";
import { AlarmClock, CheckCheck, Flag, ListChecks, Tag, UserRoundCheck, UserRoundPlus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { CommandButton } from "@/ui/commands/command-button";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";
import { Button, IconButton } from "@/ui/primitives/button";
import { countFilters, type QueueSource } from "./queue-source";
import type { RunningBulk } from "./use-bulk-run";
import type { QueueSelection } from "./use-queue-selection";

interface BulkBarProps {
  source: QueueSource;
  list: QueueSelection;
  running: RunningBulk | null;
}

const verbs = [
  { command: "case.assign-me", icon: UserRoundCheck },
  { command: "case.assign", icon: UserRoundPlus },
  { command: "case.labels", icon: Tag },
  { command: "case.priority", icon: Flag },
  { command: "case.snooze", icon: AlarmClock },
  { command: "case.resolve", icon: CheckCheck },
] as const;

/** What can be done to the selected rows, and how far it is done. */
export function BulkBar({ source, list, running }: BulkBarProps) {
  const t = useTranslations("frame.bulk");
  return (
    <section aria-label={t("bar")} className="flex shrink-0 flex-col gap-1 border-t bg-raised px-2 py-1.5 shadow-float">
      {running ? (
        <Progress {...running} />
      ) : (
        <>
          <div className="flex items-center gap-1">
            <p role="status" className="min-w-0 flex-1 truncate pl-1 text-dense font-medium">
              <Selected source={source} list={list} />
            </p>
            {!list.selection.isAll && (
              <CommandButton command="list.select-all" size="small">
                <ListChecks aria-hidden className="size-4" />
              </CommandButton>
            )}
            <IconButton label={t("clear")} size="small" onClick={list.clear}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
          <div className="flex items-center justify-between gap-1">
            {verbs.map(({ command, icon: Icon }) => (
              <CommandButton key={command} command={command} tooltipSide="top">
                <Icon aria-hidden className="size-4.5" />
              </CommandButton>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function Selected({ source: { view, filters }, list: { selection } }: Pick<BulkBarProps, "source" | "list">) {
  const t = useTranslations("frame.bulk");
  const { counts } = useReadable(useChatClient().queue(view, filters));
  if (!selection.isAll) return t("selected", { count: selection.keys.size });
  return countFilters(filters) > 0 ? t("allMatchingUnknown") : t("allMatching", { count: counts[view] });
}

function Progress({ done, total, stop }: RunningBulk) {
  const t = useTranslations("frame.bulk");
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1">
        <p className="text-dense tabular-nums">{total === null ? t("workingUnknown", { done }) : t("working", { done, total })}</p>
        <progress
          aria-label={t("bar")}
          className="h-1 w-full accent-accent"
          max={total ?? undefined}
          value={total === null ? undefined : done}
        />
      </div>
      <Button size="small" onClick={stop}>
        {t("stop")}
      </Button>
    </div>
  );
}
