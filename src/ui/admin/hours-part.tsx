"use client";
import { useTranslations } from "next-intl";
import type { OpenSpan } from "@/shared/business-hours";
import { type DeskSetup, SetHoursInput } from "@/shared/desk-setup";
import { Button } from "@/ui/primitives/button";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { type Draft, useDraft } from "./drafts";
import { Check, DraftForm } from "./fields";
import { Holidays } from "./holidays";
import { SpanFields } from "./span-fields";
import { useSetupChange } from "./use-setup";

const day = [{ from: 9 * 60, to: 18 * 60 }];
/** What the editor begins with. */
const usualWeek: OpenSpan[][] = [day, day, day, day, day, [], []];
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** When the desk is open in a week, and the days that are unlike their weekday. */
export function HoursPart({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin.hours");
  const draft = useDraft<SetHoursInput>("hours", { week: setup.week }, SetHoursInput);
  const save = api.admin.setHours.useMutation(useSetupChange<SetHoursInput>((before, { week }) => ({ ...before, week })));
  const { week } = draft.value;
  return (
    <>
      <SectionCard title={t("week")} description={t("weekMeans", { timeZone: setup.gym.timeZone })}>
        <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId: setup.gym.id })}>
          <Check
            label={t("always")}
            description={t("alwaysMeans")}
            checked={week === null}
            onChange={(isAlways) => draft.change({ week: isAlways ? null : (setup.week ?? usualWeek) })}
          />
          {week && <WeekFields week={week} draft={draft} />}
        </DraftForm>
      </SectionCard>
      <Holidays setup={setup} />
    </>
  );
}

function WeekFields({ week, draft }: { week: OpenSpan[][]; draft: Draft<SetHoursInput> }) {
  const t = useTranslations("admin.hours");
  const set = (at: number, spans: OpenSpan[]) => draft.change({ week: week.map((one, place) => (place === at ? spans : one)) });
  return (
    <div className="flex flex-col divide-y">
      {days.map((name, at) => {
        const title = t(`days.${name}`);
        return (
          <fieldset key={name} className="grid grid-cols-[1fr_auto] items-start gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[7rem_1fr_auto]">
            <legend className="sr-only">{title}</legend>
            <span aria-hidden className="flex min-h-9 items-center text-body font-medium pointer-coarse:min-h-11">
              {title}
            </span>
            <SpanFields
              day={title}
              spans={week[at] ?? []}
              onChange={(spans) => set(at, spans)}
              problemAt={(span) => draft.problemAt(span === null ? `week.${at}` : `week.${at}.${span}`)}
            />
            {at > 0 && (
              <Button
                size="small"
                variant="quiet"
                className="max-sm:col-start-2 max-sm:row-start-1"
                onClick={() =>
                  set(
                    at,
                    (week[at - 1] ?? []).map((span) => ({ ...span })),
                  )
                }
              >
                {t("likeBefore")}
                <span className="sr-only"> {title}</span>
              </Button>
            )}
          </fieldset>
        );
      })}
    </div>
  );
}
