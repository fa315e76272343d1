"use client";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import type { DeskView } from "@/shared/support";
import type { Command } from "@/ui/commands/command";
import { useCommands } from "@/ui/commands/use-commands";
import { useStatus } from "@/ui/connect/use-status";
import { useViewer } from "@/ui/connect/viewer-context";
import { deskPages } from "./desk-pages";
import { useDeskPreferences } from "./desk-preferences";
import { useNotifying } from "./desk-settings";
import type { Place } from "./place";

interface FrameCommandsProps {
  hasSupport: boolean;
  onGo(place: Partial<Place>): void;
}

const hourMs = 60 * 60 * 1_000;
const views = [
  { view: "mine", title: "goMine", keys: "g m" },
  { view: "unassigned", title: "goUnassigned", keys: "g u" },
  { view: "all", title: "goAll", keys: "g a" },
  { view: "mentions", title: "goMentions", keys: "g n" },
  { view: "snoozed", title: "goSnoozed", keys: "g s" },
  { view: "resolved", title: "goResolved", keys: "g r" },
] as const satisfies { view: DeskView; title: string; keys: string }[];

/** The commands that work on every page of the desk: where to go, and how it looks. */
export function FrameCommands({ hasSupport, onGo }: FrameCommandsProps) {
  const t = useTranslations("frame.commands");
  const names = useTranslations("frame.desk");
  const { role } = useViewer();
  const words = t("viewWords");
  const lists: Command[] = [
    { id: "go.inbox", title: t("goInbox"), group: "go", keys: ["g i"], run: () => onGo({ view: "inbox" }) },
    { id: "go.archived", title: t("goArchived"), group: "go", keys: ["g e"], run: () => onGo({ view: "archived" }) },
  ];
  const queues = views.map(
    ({ view, title, keys }): Command => ({
      id: `go.${view}`,
      title: t(title),
      group: "go",
      keys: [keys],
      keywords: words,
      run: () => onGo({ view: "support", queueView: view, filters: {} }),
    }),
  );
  const pages = deskPages
    .filter(({ roles }) => roles.includes(role))
    .map(
      ({ id, href }): Command => ({
        id: `go.${id}`,
        title: t("goPage", { page: names(id) }),
        group: "go",
        run: () => window.location.assign(href),
      }),
    );
  useCommands([...(hasSupport ? queues : []), ...lists, ...pages, ...useLookCommands(), ...useAlertCommands(), ...useStatusCommands()]);
  return null;
}

function useLookCommands(): Command[] {
  const t = useTranslations("frame.commands");
  const { setTheme } = useTheme();
  const [{ density }, change] = useDeskPreferences();
  const isCompact = density === "compact";
  const theme = (id: "light" | "dark" | "system"): Command => ({
    id: `view.${id}`,
    title: t(id),
    group: "view",
    keywords: t("themeWords"),
    run: () => setTheme(id),
  });
  return [
    {
      id: "view.density",
      title: t(isCompact ? "comfortable" : "compact"),
      group: "view",
      keys: ["Shift+d"],
      keywords: t("densityWords"),
      run: () => change({ density: isCompact ? "comfortable" : "compact" }),
    },
    theme("light"),
    theme("dark"),
    theme("system"),
  ];
}

function useAlertCommands(): Command[] {
  const t = useTranslations("frame.commands");
  const notify = useNotifying();
  const [{ notifies, sounds, quietUntil }, change] = useDeskPreferences();
  const quiet = () => change({ quietUntil: quietUntil > Date.now() ? 0 : Date.now() + hourMs });
  return [
    { id: "view.alerts", title: t("alerts"), group: "view", keywords: t("alertsWords"), run: () => void notify(!notifies) },
    { id: "view.sound", title: t("sound"), group: "view", keywords: t("alertsWords"), run: () => change({ sounds: !sounds }) },
    { id: "view.quiet", title: t("quiet"), group: "view", keywords: t("quietWords"), run: quiet },
  ];
}

function useStatusCommands(): Command[] {
  const t = useTranslations("frame.commands");
  const [, setStatus] = useStatus();
  return (["online", "away", "busy"] as const).map((status) => ({
    id: `view.${status}`,
    title: t(status),
    group: "view",
    keywords: t("statusWords"),
    run: () => setStatus(status),
  }));
}
