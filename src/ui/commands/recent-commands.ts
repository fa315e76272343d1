import { KeptSetting } from "@/ui/shell/kept-setting";

const most = 8;

/** What the viewer last did from the palette, by command id, latest first. */
export const recentCommands = new KeptSetting<readonly string[]>("recent", [], (kept) =>
  Array.isArray(kept) && kept.every((id) => typeof id === "string") ? kept : null,
);

/** Puts a command first. */
export function didCommand(id: string): void {
  recentCommands.set([id, ...recentCommands.current().filter((one) => one !== id)].slice(0, most));
}
