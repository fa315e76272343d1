import { useLocale } from "next-intl";
import { useMemo } from "react";
import { languages } from "@/shared/languages";
import { regionOf } from "@/ui/hooks/format-time";

/** Says when something happened, on the wall of a time zone: `29 Mar 2026, 14:05`. */
export function useMoments(timeZone: string): (time: string) => string {
  const locale = useLocale();
  return useMemo(() => {
    const region = regionOf(locale, typeof navigator === "undefined" ? languages : navigator.languages);
    const format = new Intl.DateTimeFormat(region, {
      timeZone,
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    });
    return (time) => format.format(new Date(time));
  }, [locale, timeZone]);
}
