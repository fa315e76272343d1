"use client";
import { Archive, Headset, Inbox, Keyboard, type LucideIcon, Palette } from "lucide-react";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";
import { IconButton } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { Menu } from "@/ui/primitives/menu";
import { tooltip } from "@/ui/primitives/tooltip";
import { AccountButton } from "./account-button";
import { BrandMark } from "./brand-mark";
import type { ListView } from "./place";
import { ThemeChoice } from "./theme-choice";

interface DeskRailProps {
  view: ListView;
  hasSupport: boolean;
  onView(view: ListView): void;
  onShortcuts(): void;
  /** On a phone the rail lies under the list, and goes while a conversation is open. */
  isHiddenOnPhone: boolean;
}

/** The desk's main navigation: a rail at the left, on a phone a bar at the foot. */
export function DeskRail({ view, hasSupport, onView, onShortcuts, isHiddenOnPhone }: DeskRailProps) {
  const client = useChatClient();
  const unread = useReadable(client.totalUnread);
  return (
    <header
      className={classNames(
        "z-10 flex shrink-0 items-center bg-canvas max-md:order-last max-md:h-[calc(3.5rem+env(safe-area-inset-bottom))] max-md:justify-around max-md:border-t max-md:pb-[env(safe-area-inset-bottom)] md:w-14 md:flex-col md:gap-1 md:border-r md:py-2.5",
        isHiddenOnPhone && "max-md:hidden",
      )}
    >
      <BrandMark size={32} className="mb-3 max-md:hidden" />
      <nav aria-label="Lists" className="flex gap-1 max-md:contents md:flex-col">
        <RailItem icon={Inbox} label="Inbox" count={unread} isChosen={view === "inbox"} onChoose={() => onView("inbox")} />
        {hasSupport && <SupportItem isChosen={view === "support"} onChoose={() => onView("support")} />}
        <RailItem icon={Archive} label="Archived" isChosen={view === "archived"} onChoose={() => onView("archived")} />
      </nav>
      <div className="flex items-center gap-1 max-md:contents md:mt-auto md:flex-col">
        <Menu
          align="end"
          side="top"
          trigger={
            <IconButton label="Theme" size="large" tooltipSide="right" className="max-md:hidden md:size-10">
              <Palette className="size-4.5" aria-hidden />
            </IconButton>
          }
        >
          <ThemeChoice />
        </Menu>
        <IconButton label="Keyboard shortcuts" size="large" tooltipSide="right" onClick={onShortcuts} className="max-md:hidden md:size-10">
          <Keyboard className="size-4.5" aria-hidden />
        </IconButton>
        <AccountButton tooltipSide="right" className="md:mt-1" />
      </div>
    </header>
  );
}

interface RailItemProps {
  icon: LucideIcon;
  label: string;
  count?: number;
  isChosen: boolean;
  onChoose(): void;
}

function RailItem({ icon: Icon, label, count = 0, isChosen, onChoose }: RailItemProps) {
  return (
    <button
      {...tooltip(label, "right")}
      type="button"
      aria-label={count > 0 ? `${label}, ${count} waiting` : label}
      aria-current={isChosen ? "page" : undefined}
      onClick={onChoose}
      className={classNames(
        "relative grid size-10 place-items-center rounded-lg transition-colors max-md:size-11",
        isChosen ? "bg-accent-tint text-accent-text" : "text-ink-muted hover:bg-sunken hover:text-ink",
      )}
    >
      <Icon aria-hidden className="size-5" />
      {count > 0 && (
        <span
          aria-hidden
          className="absolute -top-0.5 -right-1 min-w-4.5 rounded-full bg-accent px-1 text-center text-[10px] leading-4.5 font-semibold text-accent-ink tabular-nums ring-2 ring-canvas"
        >
          {count > 99 ? "99+" : count}
        </span>
      )}
    </button>
  );
}

function SupportItem({ isChosen, onChoose }: { isChosen: boolean; onChoose(): void }) {
  const { counts } = useReadable(useChatClient().queue("unassigned"));
  return <RailItem icon={Headset} label="Support" count={counts.unassigned} isChosen={isChosen} onChoose={onChoose} />;
}
