/** A moment by the gym's clock: `Mon, 23 Nov, 09:00`. `at` is ISO or epoch ms. */
export function formatGymTime(at: string | number, { locale, timeZone }: { locale: string; timeZone: string }): string {
  const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...parts, timeZone }).format(new Date(at));
}
