import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** Says how long something took, given in seconds: `45 s`, `12 min`, `3 h 05 min`; a dash for nothing. */
export function useDurations(): (seconds: number | null) => string {
  const t = useTranslations("reports.durations");
  return useCallback(
    (seconds) => {
      if (seconds === null) return "–";
      if (seconds < 59.5) return t("seconds", { seconds: Math.round(seconds) });
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return t("minutes", { minutes });
      return t("hours", { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, "0") });
    },
    [t],
  );
}
