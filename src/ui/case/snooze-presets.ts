import { readSnooze } from "@/shared/snooze-words";

/** How each is read, by the clock of the gym. */
const presets = {
  hour: "in 1 hour",
  threeHours: "in 3 hours",
  evening: "tonight",
  tomorrow: "tomorrow 9am",
  afternoon: "tomorrow 2pm",
  monday: "monday 9am",
  week: "in 7 days",
  month: "in 1 month",
} as const;

export type SnoozePreset = keyof typeof presets;

/** What one mostly snoozes until, with the moment (epoch ms) of each; what is past today is left out. */
export function snoozePresets(now: number, timeZone: string): { preset: SnoozePreset; at: number }[] {
  return (Object.keys(presets) as SnoozePreset[]).flatMap((preset) => {
    const at = readSnooze(presets[preset], { now, timeZone });
    return at === null ? [] : [{ preset, at }];
  });
}
