"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { input } from "zod";
import { type DeskSetup, type Holiday, SaveHolidayInput } from "@/shared/desk-setup";
import { IconButton } from "@/ui/primitives/button";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useSpanWords } from "@/ui/reports/use-moments";
import { useDraft } from "./drafts";
import { DayInput, DraftForm, TextInput } from "./fields";
import { SpanFields } from "./span-fields";
import { type Said, useSetupChange } from "./use-setup";
import { timeOf } from "./week-times";

const none: Holiday = { day: "", name: "", spans: [] };

/** Days that are unlike their weekday: saved one at a time. */
export function Holidays({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin.hours");
  const { id: gymId } = setup.gym;
  const words = useSpanWords();
  const draft = useDraft<Holiday>("hours.holiday", none, SaveHolidayInput);
  const save = api.admin.saveHoliday.useMutation(
    useSetupChange<input<typeof SaveHolidayInput>>((before, { gymId: _, spans = [], ...saved }) => ({
      ...before,
      holidays: [...before.holidays.filter(({ day }) => day !== saved.day), { ...saved, spans }].sort((a, b) => (a.day < b.day ? -1 : 1)),
    })),
  );
  const remove = api.admin.removeHoliday.useMutation(
    useSetupChange<Said<{ day: string }>>((before, { day }) => ({ ...before, holidays: before.holidays.filter((one) => one.day !== day) })),
  );
  return (
    <SectionCard title={t("holidays")} description={t("holidaysMeans")}>
      {setup.holidays.length > 0 && (
        <ul className="divide-y border-t">
          {setup.holidays.map((holiday) => (
            <li key={holiday.day} className="flex flex-wrap items-center gap-x-3 px-4 py-1.5">
              <span className="w-28 shrink-0 text-body text-ink-muted tabular-nums">{words(holiday.day, holiday.day)}</span>
              <span className="min-w-0 flex-1 truncate text-body font-medium max-sm:order-first max-sm:basis-full">{holiday.name}</span>
              <span className="text-body text-ink-muted tabular-nums max-sm:flex-1">
                {holiday.spans.length === 0
                  ? t("closed")
                  : holiday.spans.map(({ from, to }) => `${timeOf(from)} – ${timeOf(to)}`).join(", ")}
              </span>
              <IconButton label={t("removeHoliday", { name: holiday.name })} onClick={() => remove.mutate({ day: holiday.day, gymId })}>
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId })}>
        <div className="grid gap-3 sm:grid-cols-2">
          <DayInput
            label={t("day")}
            value={draft.value.day}
            error={draft.problemAt("day")}
            onChange={({ target }) => draft.change({ day: target.value })}
          />
          <TextInput
            label={t("name")}
            placeholder={t("nameExample")}
            value={draft.value.name}
            error={draft.problemAt("name")}
            onChange={({ target }) => draft.change({ name: target.value })}
          />
        </div>
        <fieldset className="flex flex-col gap-1">
          <legend className="text-dense font-medium">{t("openAllTheSame")}</legend>
          <SpanFields
            day={t("thatDay")}
            spans={draft.value.spans}
            onChange={(spans) => draft.change({ spans })}
            problemAt={(at) => draft.problemAt(at === null ? "spans" : `spans.${at}`)}
          />
        </fieldset>
      </DraftForm>
    </SectionCard>
  );
}
