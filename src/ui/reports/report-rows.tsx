"use client";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Figure, type ReportRow, timeFigures } from "@/shared/reports";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { Badge } from "@/ui/primitives/badge";
import { Button } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { CsvButton } from "./csv-button";
import { Failed } from "./failed";
import { Loading } from "./loading";
import { PlaceLink } from "./place-link";
import { askedOf, type ReportPlace } from "./report-place";
import { ScrollTable } from "./scroll-table";
import { SectionCard } from "./section-card";
import { useDurations } from "./use-durations";
import { useMoments, useSpanWords } from "./use-moments";
import { useCalendarGym } from "./use-report-place";

const pageSize = 50;

/** What stands behind one number: each thing that was counted, with the way to its conversation. */
export function ReportRows({ place, figure }: { place: ReportPlace; figure: Figure }) {
  const t = useTranslations("reports");
  const words = useSpanWords();
  const rows = api.reports.rows.useInfiniteQuery(
    { ...askedOf(place), figure, order: place.order, limit: pageSize },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PlaceLink
        to={{ ...place, figure: null }}
        className="flex items-center gap-1.5 self-start rounded-md text-body font-medium text-accent-text hover:underline pointer-coarse:min-h-11"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t("toReport")}
      </PlaceLink>
      {rows.isError ? (
        <Failed error={rows.error} onRetry={() => void rows.refetch()} />
      ) : (
        <SectionCard
          title={`${t(`figures.${figure}.name`)} · ${words(place.from, place.to)}`}
          description={t(`figures.${figure}.means`)}
          actions={
            <>
              {isTimed(figure) && <OrderChoice place={place} />}
              <CsvButton place={place} of={figure} />
            </>
          }
        >
          {rows.isPending ? (
            <RowsSkeleton />
          ) : items.length === 0 ? (
            <p className="border-t px-4 py-10 text-center text-body text-ink-muted">{t("nothing")}</p>
          ) : (
            <RowsTable items={items} place={place} figure={figure} />
          )}
          {rows.hasNextPage && (
            <div className="flex justify-center border-t p-3">
              <Button disabled={rows.isFetchingNextPage} focusableWhenDisabled onClick={() => void rows.fetchNextPage()}>
                {t("more")}
              </Button>
            </div>
          )}
        </SectionCard>
      )}
    </>
  );
}

const isTimed = (figure: Figure) => timeFigures.some((one) => one === figure);

function OrderChoice({ place }: { place: ReportPlace }) {
  const t = useTranslations("reports");
  return (
    <nav aria-label={t("order")} className="flex rounded-lg border p-0.5">
      {(["newest", "longest"] as const).map((order) => (
        <PlaceLink
          key={order}
          to={{ ...place, order }}
          className={classNames(
            "flex h-6 items-center rounded-md px-2 text-small font-medium pointer-coarse:h-10",
            order === place.order ? "bg-accent-tint text-accent-text" : "text-ink-muted hover:text-ink",
          )}
        >
          {t(order)}
          {order === place.order && <span className="sr-only"> {t("chosen")}</span>}
        </PlaceLink>
      ))}
    </nav>
  );
}

interface RowsTableProps {
  items: readonly ReportRow[];
  place: ReportPlace;
  figure: Figure;
}

function RowsTable({ items, place, figure }: RowsTableProps) {
  const t = useTranslations("reports");
  const duration = useDurations();
  const moment = useMoments(useCalendarGym(place.gymIds ?? []).timeZone);
  const namesGyms = useDeskGyms().length > 1 && place.gymIds?.length !== 1;
  const hasTime = isTimed(figure) || figure === "resolved" || figure === "unanswered";
  const head = "px-2.5 py-1.5 text-left font-medium whitespace-nowrap first:pl-4 last:pr-4";
  const cell = "px-2.5 py-2 align-top first:pl-4 last:pr-4";
  return (
    <ScrollTable caption={t("rowsOf", { figure: t(`figures.${figure}.name`) })}>
      <thead className="bg-sunken text-small text-ink-muted">
        <tr>
          <th scope="col" className={head}>
            {t("when")}
          </th>
          <th scope="col" className={head}>
            {t("member")}
          </th>
          {namesGyms && (
            <th scope="col" className={head}>
              {t("gym")}
            </th>
          )}
          <th scope="col" className={head}>
            {t("about")}
          </th>
          <th scope="col" className={head}>
            {t("staff")}
          </th>
          {hasTime && (
            <>
              <th scope="col" className={`${head} text-right`}>
                {t("openingTime")}
              </th>
              <th scope="col" className={`${head} text-right`}>
                {t("elapsedTime")}
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={`${row.conversationId} ${row.version}`} className="border-t hover:bg-sunken">
            <td className={`${cell} whitespace-nowrap text-ink-muted tabular-nums`}>
              <time dateTime={row.at}>{moment(row.at)}</time>
            </td>
            <th scope="row" className={`${cell} text-left font-medium`}>
              <a
                href={`/desk/${row.conversationId}?view=support`}
                className="text-ink underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {row.member.name}
              </a>
              <span className="block text-small font-normal text-ink-faint">{t("caseNumber", { number: row.number })}</span>
            </th>
            {namesGyms && <td className={`${cell} whitespace-nowrap`}>{row.gym.name}</td>}
            <td className={`${cell} min-w-40`}>
              <span className={row.topic ? "" : "text-ink-faint"}>{row.topic ?? t("noTopic")}</span>
              {row.labels.length > 0 && (
                <span className="mt-1 flex flex-wrap gap-1">
                  {row.labels.map((label) => (
                    <Badge key={label}>{label}</Badge>
                  ))}
                </span>
              )}
            </td>
            <td className={cell}>{row.staff?.name ?? <span className="text-ink-faint">{t("nobody")}</span>}</td>
            {hasTime && (
              <>
                <td className={`${cell} text-right font-medium whitespace-nowrap tabular-nums`}>{duration(row.seconds)}</td>
                <td className={`${cell} text-right whitespace-nowrap text-ink-muted tabular-nums`}>{duration(row.elapsedSeconds)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function RowsSkeleton() {
  return (
    <Loading className="gap-2 border-t p-4">
      {["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
        <Skeleton key={key} className="h-8 w-full" />
      ))}
    </Loading>
  );
}
