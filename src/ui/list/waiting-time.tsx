import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTimes } from "@/ui/hooks/use-times";
import { classNames } from "@/ui/primitives/class-names";

const minuteMs = 60_000;
/** From here on a wait is amber … */
const amberAfterMs = 5 * minuteMs;
/** … and from here on red. */
const redAfterMs = 15 * minuteMs;

/** How long a member has waited for an answer: `now`, `4 min`, `2 h 05`, `3 d`. Amber after 5 minutes, red after 15. `now` is epoch ms. */
export function WaitingTime({ since, now }: { since: string; now: number }) {
  const t = useTranslations("frame.row");
  const times = useTimes();
  const waitedMs = Math.max(0, now - Date.parse(since));
  const color = waitedMs >= redAfterMs ? "text-danger" : waitedMs >= amberAfterMs ? "text-warning" : "text-ink-muted";
  return (
    <time
      dateTime={since}
      title={t("waitingSince", { time: times.full(since) })}
      className={classNames("inline-flex shrink-0 items-center gap-1 align-middle text-small font-medium tabular-nums", color)}
    >
      <Clock aria-hidden className="size-3.5" />
      <span className="sr-only">{t("waiting")} </span>
      <Waited ms={waitedMs} />
    </time>
  );
}

/** A length of time as short as it can be said. */
function Waited({ ms }: { ms: number }) {
  const t = useTranslations("frame.row");
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return t("now");
  if (minutes < 60) return t("minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t("hours", { hours, minutes: String(minutes % 60).padStart(2, "0") });
  return t("days", { count: Math.floor(hours / 24) });
}
