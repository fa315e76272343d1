"use client";
import { useCallback } from "react";
import { KeptSetting } from "./kept-setting";
import { useKeptSetting } from "./use-kept-setting";

export type Density = "comfortable" | "compact";

/** How somebody has set up their desk on this device. */
export interface DeskPreferences {
  density: Density;
  /** px */
  listWidth: number;
  /** px */
  personWidth: number;
  /** Whether the details stand beside the conversation where there is room. */
  showsPerson: boolean;
  /** Notifications on the desktop, as far as the browser lets us. */
  notifies: boolean;
  sounds: boolean;
  /** Epoch ms; nothing is told until then. */
  quietUntil: number;
}

/** px: how wide the panes beside the conversation may be. */
export const paneWidths = { list: { min: 320, max: 420 }, person: { min: 280, max: 460 } } as const;

const usual: DeskPreferences = {
  density: "comfortable",
  listWidth: 360,
  personWidth: 320,
  showsPerson: true,
  notifies: false,
  sounds: false,
  quietUntil: 0,
};

/** What the viewer has set up. */
export const deskPreferences = new KeptSetting<DeskPreferences>("desk", usual, readPreferences);

/** What the viewer has set up, and how to change some of it. */
export function useDeskPreferences(): [DeskPreferences, (change: Partial<DeskPreferences>) => void] {
  const [value, set] = useKeptSetting(deskPreferences);
  return [value, useCallback((change) => set({ ...deskPreferences.current(), ...change }), [set])];
}

function readPreferences(kept: unknown): DeskPreferences | null {
  if (typeof kept !== "object" || kept === null) return null;
  const known: Partial<Record<keyof DeskPreferences, unknown>> = kept;
  const { density, listWidth, personWidth, quietUntil } = known;
  const is = (name: "showsPerson" | "notifies" | "sounds") => (typeof known[name] === "boolean" ? known[name] : usual[name]);
  return {
    density: density === "compact" ? "compact" : "comfortable",
    listWidth: within(listWidth, paneWidths.list) ?? usual.listWidth,
    personWidth: within(personWidth, paneWidths.person) ?? usual.personWidth,
    showsPerson: is("showsPerson"),
    notifies: is("notifies"),
    sounds: is("sounds"),
    quietUntil: typeof quietUntil === "number" && Number.isFinite(quietUntil) ? quietUntil : 0,
  };
}

function within(value: unknown, { min, max }: { min: number; max: number }): number | null {
  return typeof value === "number" && Number.isFinite(value) ? Math.min(Math.max(value, min), max) : null;
}
