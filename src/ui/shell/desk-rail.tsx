"use client";
import { Archive, Command, Headset, Inbox, Keyboard, type LucideIcon, Palette } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import type { Queue } from "@/client/chat-client.types";
import { CommandButton } from "@/ui/commands/command-button";
import { useKeyHint } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { usePartOf, useReadable } from "@/ui/hooks/use-readable";
import { IconButton } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { Menu } from "@/ui/primitives/menu";
import { tooltip } from "@/ui/primitives/tooltip";
import { AccountButton } from "./account-button";
import { BrandMark } from "./brand-mark";
import { type DeskPage, deskPages } from "./desk-pages";
import { DeskSettings } from "./desk-settings";
import type { ListView } from "./place";
import { ThemeChoice } from "./theme-choice";

interface DeskRailProps {
  current: ListView | DeskPage["id"];
  hasSupport: boolean;
  onView(view: ListView): void;
  /** On a phone the rail lies under the list, and goes while a conversation is open. */
  isHiddenOnPhone: boolean;
}

/** The desk's main navigation: a rail at the left, on a phone a bar at the foot. */
export const DeskRail = memo(function DeskRail({ current, hasSupport, onView, isHiddenOnPhone }: DeskRailProps) {
  const t = useTranslations("frame.desk");
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
      <nav aria-label={t("lists")} className="flex gap-1 max-md:contents md:flex-col">
        <RailButton
          icon={Inbox}
          command="go.inbox"
          label={t("inbox")}
          count={unread}
          isChosen={current === "inbox"}
          onChoose={() => onView("inbox")}
        />
        {hasSupport && <SupportItem isChosen={current === "support"} onChoose={() => onView("support")} />}
        <RailButton
          icon={Archive}
          command="go.archived"
          label={t("archived")}
          isChosen={current === "archived"}
          onChoose={() => onView("archived")}
        />
      </nav>
      <RailPages current={current} />
      <div className="flex items-center gap-1 max-md:contents md:mt-auto md:flex-col">
        <CommandButton command="help.palette" size="large" tooltipSide="right" className="max-md:hidden md:size-10">
          <Command className="size-4.5" aria-hidden />
        </CommandButton>
        <Menu
          align="end"
          side="top"
          trigger={
            <IconButton label={t("theme")} size="large" tooltipSide="right" className="max-md:hidden md:size-10">
              <Palette className="size-4.5" aria-hidden />
            </IconButton>
          }
        >
          <ThemeChoice />
        </Menu>
        <CommandButton command="help.keys" size="large" tooltipSide="right" className="max-md:hidden md:size-10">
          <Keyboard className="size-4.5" aria-hidden />
        </CommandButton>
        <AccountButton tooltipSide="right" className="md:mt-1" settings={<DeskSettings />} />
      </div>
    </header>
  );
});

/** The pages beside the lists, for those who may see them. */
function RailPages({ current }: Pick<DeskRailProps, "current">) {
  const t = useTranslations("frame.desk");
  const { role } = useViewer();
  const pages = deskPages.filter(({ roles }) => roles.includes(role));
  if (pages.length === 0) return null;
  return (
    <nav aria-label={t("pages")} className="flex gap-1 max-md:contents md:mt-2 md:flex-col md:border-t md:pt-2">
      {pages.map(({ id, href, icon: Icon }) => (
        <a
          key={id}
          href={href}
          {...tooltip(t(id), "right")}
          aria-label={t(id)}
          aria-current={current === id ? "page" : undefined}
          className={itemClass(current === id)}
        >
          <Icon aria-hidden className="size-5" />
        </a>
      ))}
    </nav>
  );
}

function itemClass(isChosen: boolean): string {
  return classNames(
    "relative grid size-10 place-items-center rounded-lg transition-colors max-md:size-11",
    isChosen ? "bg-accent-tint text-accent-text" : "text-ink-muted hover:bg-sunken hover:text-ink",
  );
}

interface RailButtonProps {
  icon: LucideIcon;
  /** The command that does the same. */
  command: string;
  label: string;
  count?: number;
  isChosen: boolean;
  onChoose(): void;
}

function RailButton({ icon: Icon, command, label, count = 0, isChosen, onChoose }: RailButtonProps) {
  const t = useTranslations("frame.desk");
  const { text, aria } = useKeyHint(command);
  return (
    <button
      {...tooltip(text ? `${label} (${text})` : label, "right")}
      type="button"
      aria-label={count > 0 ? t("waiting", { label, count }) : label}
      aria-current={isChosen ? "page" : undefined}
      aria-keyshortcuts={aria}
      onClick={onChoose}
      className={itemClass(isChosen)}
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

const unassignedOf = ({ counts }: Queue) => counts.unassigned;

function SupportItem({ isChosen, onChoose }: { isChosen: boolean; onChoose(): void }) {
  const t = useTranslations("frame.desk");
  const count = usePartOf(useChatClient().queue("unassigned"), unassignedOf);
  return <RailButton icon={Headset} command="go.unassigned" label={t("support")} count={count} isChosen={isChosen} onChoose={onChoose} />;
}
