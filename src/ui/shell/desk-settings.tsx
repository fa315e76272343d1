"use client";
import { Bell, BellOff, Rows2, Rows3, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTimes } from "@/ui/hooks/use-times";
import { MenuChoice, MenuLabel, MenuSeparator, MenuToggle } from "@/ui/primitives/menu";
import { tell } from "@/ui/primitives/notices";
import { playChime } from "./chime";
import { type Density, useDeskPreferences } from "./desk-preferences";
import { ShiftChoice } from "./shift-choice";

const hourMs = 60 * 60 * 1_000;
type Quiet = "off" | "hour" | "tomorrow" | "until";

/** What somebody sets up of their desk, for the account menu: what they are told of, and how high the rows are. */
export function DeskSettings() {
  const t = useTranslations("frame");
  const [{ notifies, sounds, density }, change] = useDeskPreferences();
  const notify = useNotifying();
  return (
    <>
      <ShiftChoice />
      <MenuSeparator />
      <MenuLabel>{t("alerts.title")}</MenuLabel>
      <MenuToggle icon={<Bell />} isOn={notifies} onToggle={(isOn) => void notify(isOn)}>
        {t("alerts.desktop")}
      </MenuToggle>
      <MenuToggle
        icon={<Volume2 />}
        isOn={sounds}
        onToggle={(isOn) => {
          change({ sounds: isOn });
          if (isOn) playChime();
        }}
      >
        {t("alerts.sound")}
      </MenuToggle>
      <QuietChoice />
      <MenuSeparator />
      <MenuLabel>{t("density.title")}</MenuLabel>
      <MenuChoice<Density>
        label={t("density.title")}
        value={density}
        options={[
          { value: "comfortable", label: t("density.comfortable"), icon: <Rows2 /> },
          { value: "compact", label: t("density.compact"), icon: <Rows3 /> },
        ]}
        onChange={(next) => change({ density: next })}
      />
    </>
  );
}

function QuietChoice() {
  const t = useTranslations("frame.alerts");
  const times = useTimes();
  const [{ quietUntil }, change] = useDeskPreferences();
  const isQuiet = quietUntil > Date.now();
  const choose = (quiet: Quiet) => {
    if (quiet === "off") change({ quietUntil: 0 });
    else if (quiet === "hour") change({ quietUntil: Date.now() + hourMs });
    else if (quiet === "tomorrow") change({ quietUntil: tomorrowMorning() });
  };
  return (
    <>
      <MenuLabel>{t("quiet")}</MenuLabel>
      <MenuChoice<Quiet>
        label={t("quiet")}
        value={isQuiet ? "until" : "off"}
        options={[
          { value: "off", label: t("off") },
          ...(isQuiet ? [{ value: "until" as const, label: t("until", { time: times.clock(quietUntil) }), icon: <BellOff /> }] : []),
          { value: "hour", label: t("hour") },
          { value: "tomorrow", label: t("tomorrow") },
        ]}
        onChange={choose}
      />
    </>
  );
}

/** Turns notifications on and off; the browser is asked when somebody turns them on, and never before. */
export function useNotifying(): (isOn: boolean) => Promise<void> {
  const t = useTranslations("frame.alerts");
  const [, change] = useDeskPreferences();
  return async (isOn) => {
    if (!isOn) return change({ notifies: false });
    const answer = typeof Notification === "undefined" ? "denied" : await Notification.requestPermission();
    if (answer !== "granted") return tell("error", t("blocked"));
    change({ notifies: true });
    tell("success", t("on"));
  };
}

function tomorrowMorning(): number {
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(7, 0, 0, 0);
}
