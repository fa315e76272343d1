import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Board, type Figure, timeFigures, volumeFigures } from "@/shared/reports";
import { classNames } from "@/ui/primitives/class-names";
import { reportHref } from "@/ui/reports/report-place";
import { SectionCard } from "@/ui/reports/section-card";
import { useDurations } from "@/ui/reports/use-durations";
import { waitTone } from "./wait-tone";

interface BoardNumbersProps {
  board: Board;
  /** What the board is narrowed to; none: all of the viewer's gyms. */
  gymIds: readonly string[];
  /** Epoch ms. */
  now: number;
}

/** Who waits now, and the numbers of the day. */
export function BoardNumbers({ board, gymIds, now }: BoardNumbersProps) {
  const t = useTranslations("reports.board");
  const duration = useDurations();
  const { total, unassigned } = board;
  const longest = total.longestSince === null ? null : Math.max(0, now - Date.parse(total.longestSince)) / 1_000;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Tile name={t("waiting")} means={t("waitingMeans")} tone={total.waiting > 0 ? "text-ink" : "text-ink-muted"}>
          {total.waiting}
        </Tile>
        <Tile name={t("longest")} means={t("longestMeans")} tone={waitTone(longest)}>
          {duration(longest)}
        </Tile>
        <Tile name={t("unassigned")} means={t("unassignedMeans", { waiting: unassigned.waiting })}>
          {unassigned.open + unassigned.pending}
        </Tile>
        <Tile name={t("open")} means={t("openMeans", { pending: total.pending, snoozed: total.snoozed })}>
          {total.open}
        </Tile>
      </dl>
      <Today board={board} gymIds={gymIds} />
    </>
  );
}

function Tile({ name, means, tone = "text-ink", children }: { name: string; means: string; tone?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col rounded-xl border bg-surface px-4 py-3">
      <dt className="text-dense font-medium text-ink-muted">{name}</dt>
      <dd className={classNames("text-[1.625rem] leading-9 font-semibold tabular-nums", tone)}>{children}</dd>
      <dd className="text-small text-ink-muted">{means}</dd>
    </div>
  );
}

function Today({ board: { today, day, gym, gyms }, gymIds }: Pick<BoardNumbersProps, "board" | "gymIds">) {
  const t = useTranslations("reports");
  const duration = useDurations();
  const one = (figure: Figure, name: string, value: string | number) => (
    <li key={figure} className="min-w-0">
      <a
        href={reportHref({ from: day, to: day, gymIds: [...gymIds], figure, order: "newest" })}
        className="group flex h-full flex-col justify-between rounded-md"
      >
        <span className="text-small text-ink-muted">{name}</span>
        <span className="text-[1.0625rem] leading-6 font-semibold tabular-nums group-hover:underline">{value}</span>
      </a>
    </li>
  );
  return (
    <SectionCard
      title={t("board.today")}
      description={gyms.length > 1 ? t("board.todayMeansAt", { gym: gym.name }) : t("board.todayMeans")}
    >
      <ul className="grid grid-cols-3 gap-x-3 gap-y-2 border-t px-4 py-3 sm:grid-cols-5 lg:grid-cols-9">
        {volumeFigures.map((figure) => one(figure, t(`figures.${figure}.name`), today.volumes[figure]))}
        {timeFigures.map((figure) =>
          one(figure, t("medianOf", { figure: t(`figures.${figure}.name`) }), duration(today.times[figure].median)),
        )}
      </ul>
    </SectionCard>
  );
}
