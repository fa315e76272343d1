"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useViewer } from "@/ui/connect/viewer-context";
import { undoLatest } from "@/ui/primitives/notices";
import { Later, loadLater } from "@/ui/shell/load-later";
import { useEver } from "@/ui/shell/use-ever";
import { chosenKeys } from "./key-bindings";
import { recentCommands } from "./recent-commands";
import { useCommands } from "./use-commands";
import { useKeyboard } from "./use-keyboard";

const palette = loadLater(() => import("./palette").then((part) => part.Palette));
const keySheet = loadLater(() => import("./key-sheet").then((part) => part.KeySheet));

/** Gives a screen its commands: the keys, the palette and the sheet of keys. Stands once on a page. */
export function CommandLayer() {
  const t = useTranslations("frame.commands");
  const { id } = useViewer();
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const hasPalette = useEver(open === "palette");
  const hasKeys = useEver(open === "keys");
  useEffect(() => {
    chosenKeys.load(id);
    recentCommands.load(id);
  }, [id]);
  useKeyboard();
  useCommands([
    { id: "help.palette", title: t("palette"), group: "help", keys: ["Mod+k"], run: () => setOpen("palette") },
    { id: "help.keys", title: t("keys"), group: "help", keys: ["?"], keywords: t("keysWords"), run: () => setOpen("keys") },
    { id: "view.undo", title: t("undo"), group: "view", keys: ["Mod+z"], run: () => void undoLatest() },
  ]);
  const close = (isOpen: boolean) => !isOpen && setOpen(null);
  return (
    <>
      {hasPalette && <Later part={palette} props={{ open: open === "palette", onOpenChange: close }} />}
      {hasKeys && <Later part={keySheet} props={{ open: open === "keys", onOpenChange: close }} />}
    </>
  );
}
