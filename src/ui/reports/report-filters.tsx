"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useState } from "react";
import { limits } from "@/shared/limits";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { classNames } from "@/ui/primitives/class-names";
import { api } from "@/ui/queries/queries";
import { DateInput } from "./date-input";
import { field } from "./field-class";
import { GymSelect } from "./gym-select";
import { addDays, presetSpan, presets, type ReportPlace } from "./report-place";

interface ReportFiltersProps {
  place: ReportPlace;
  today: string;
  go(change: Partial<ReportPlace>): void;
}

/** Which days, whose work, which label and which gym. */
export function ReportFilters({ place, today, go }: ReportFiltersProps) {
  const t = useTranslations("reports.filters");
  const { staff, labels } = useKnown(place.gymIds);
  const isKnown = (id: string) => staff.some((person) => person.id === id);
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3 rounded-xl border bg-surface p-3">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t("presets")}</legend>
        {presets.map((preset) => {
          const span = presetSpan(preset, today);
          const isChosen = span.from === place.from && span.to === place.to;
          return (
            <button
              key={preset}
              type="button"
              aria-pressed={isChosen}
              onClick={() => go(span)}
              className={classNames(
                "h-8 rounded-lg border px-2.5 text-dense font-medium pointer-coarse:h-11",
                isChosen
                  ? "border-accent-text bg-accent-tint text-accent-text"
                  : "border-line text-ink-muted hover:bg-sunken hover:text-ink",
              )}
            >
              {t(`preset.${preset}`)}
            </button>
          );
        })}
      </fieldset>
      <div className="grid grid-cols-2 gap-3 sm:flex sm:flex-wrap sm:items-start">
        <SpanFields key={`${place.from} ${place.to}`} place={place} go={go} />
        <Labelled label={t("staff")}>
          {(id) => (
            <select
              id={id}
              className={field}
              value={place.staffId === undefined ? "" : (place.staffId ?? "nobody")}
              onChange={({ target: { value } }) => go({ staffId: value === "" ? undefined : value === "nobody" ? null : value })}
            >
              <option value="">{t("everybody")}</option>
              <option value="nobody">{t("nobody")}</option>
              {place.staffId && !isKnown(place.staffId) && <option value={place.staffId}>{t("somebody")}</option>}
              {staff.map(({ id: staffId, name }) => (
                <option key={staffId} value={staffId}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled label={t("label")}>
          {(id) => (
            <select
              id={id}
              className={field}
              value={place.label ?? ""}
              onChange={({ target: { value } }) => go({ label: value === "" ? undefined : value })}
            >
              <option value="">{t("anyLabel")}</option>
              {place.label !== undefined && !labels.some(({ name }) => name === place.label) && (
                <option value={place.label}>{place.label}</option>
              )}
              {labels.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled label={t("gym")}>
          {(id) => <GymSelect id={id} chosen={place.gymIds ?? []} onChosen={(gymIds) => go({ gymIds })} />}
        </Labelled>
      </div>
    </section>
  );
}

/** The people and labels of the gyms that are looked at, each once and by name. */
function useKnown(gymIds: readonly string[] | undefined) {
  const gyms = useDeskGyms().filter(({ id }) => gymIds === undefined || gymIds.includes(id));
  const { desks = [], people = [] } = api.support.directory.useQuery({ gymIds: gyms.map(({ id }) => id) }).data ?? {};
  const byName = <T extends { name: string }>(all: T[], keyOf: (one: T) => string) =>
    [...new Map(all.map((one) => [keyOf(one), one])).values()].sort((a, b) => a.name.localeCompare(b.name));
  return {
    staff: byName(people, ({ id }) => id),
    labels: byName(
      desks.flatMap((one) => one.labels),
      ({ name }) => name,
    ),
  };
}

/** From and to: gone to as soon as both are days in the right order, and not too far apart. */
function SpanFields({ place, go }: Pick<ReportFiltersProps, "place" | "go">) {
  const t = useTranslations("reports.filters");
  const [from, setFrom] = useState(place.from);
  const [to, setTo] = useState(place.to);
  const problem = useId();
  const isTooLong = from !== "" && to !== "" && to > addDays(from, limits.reportDaysMax - 1);
  const isReversed = from !== "" && to !== "" && from > to;
  const isWrong = isTooLong || isReversed;
  useEffect(() => {
    if (from === "" || to === "" || isWrong || (from === place.from && to === place.to)) return;
    // A date is typed in parts, each of which may be a date already.
    const timer = setTimeout(() => go({ from, to }), 500);
    return () => clearTimeout(timer);
  }, [from, to, isWrong, place.from, place.to, go]);
  const input = (value: string, set: (value: string) => void) => (id: string) => (
    <DateInput
      id={id}
      required
      value={value}
      onChange={({ target }) => set(target.value)}
      aria-invalid={isWrong}
      aria-describedby={isWrong ? problem : undefined}
      className={field}
    />
  );
  return (
    <>
      <Labelled label={t("from")}>{input(from, setFrom)}</Labelled>
      <Labelled label={t("to")}>
        {(id) => (
          <>
            {input(to, setTo)(id)}
            {isWrong && (
              <p id={problem} role="alert" className="text-small text-danger">
                {isReversed ? t("reversed") : t("tooLong", { days: limits.reportDaysMax })}
              </p>
            )}
          </>
        )}
      </Labelled>
    </>
  );
}

function Labelled({ label, children }: { label: string; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-small font-medium text-ink-muted">
        {label}
      </label>
      {children(id)}
    </div>
  );
}
