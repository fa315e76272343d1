import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { languages } from "@/shared/languages";
import { regionOf } from "@/ui/hooks/format-time";

/** Formats in the language of the page, as this device writes it. The same function as long as `options` are the same object. */
function useFormat(options: Intl.DateTimeFormatOptions): (time: string) => string {
  const locale = useLocale();
  return useMemo(() => {
    const region = regionOf(locale, typeof navigator === "undefined" ? languages : navigator.languages);
    const format = new Intl.DateTimeFormat(region, options);
    return (time) => format.format(new Date(time));
  }, [locale, options]);
}

/** Says when something happened, on the wall of a time zone: `29 Mar 2026, 14:05`. */
export function useMoments(timeZone: string): (time: string) => string {
  return useFormat(
    useMemo(() => ({ timeZone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }), [timeZone]),
  );
}

const wholeDay: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const shortDay: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", timeZone: "UTC" };

/** Says a day of the calendar, "2026-03-29", without its year. */
export function useShortDays(): (day: string) => string {
  return useFormat(shortDay);
}

/** Says the days of a span, both "2026-03-29". */
export function useSpanWords(): (from: string, to: string) => string {
  const t = useTranslations("reports");
  const words = useFormat(wholeDay);
  return (from, to) => (from === to ? words(from) : t("span", { from: words(from), to: words(to) }));
}
