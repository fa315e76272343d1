"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { SaveLabelInput } from "@/shared/case-inputs";
import { type Label, labelTones } from "@/shared/cases";
import type { DeskSetup } from "@/shared/desk-setup";
import { Badge } from "@/ui/primitives/badge";
import { IconButton } from "@/ui/primitives/button";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { control, DraftForm, SelectInput, TextInput } from "./fields";
import { type Said, useSetupChange } from "./use-setup";

const none: Label = { name: "", tone: "neutral" };

const toneOf = (value: string) => labelTones.find((tone) => tone === value) ?? "neutral";

/** What cases can be labelled with. */
export function LabelsPart({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin");
  const { id: gymId } = setup.gym;
  const draft = useDraft<Label>("labels", none, SaveLabelInput);
  const change = useSetupChange<Said<{ name: string; tone?: Label["tone"] }>>((before, { name, tone = "neutral" }) => ({
    ...before,
    labels: [...before.labels.filter((one) => one.name !== name), { name, tone }].sort((a, b) => a.name.localeCompare(b.name)),
  }));
  const save = api.support.labels.save.useMutation(change);
  const remove = api.support.labels.remove.useMutation(
    useSetupChange<Said<{ name: string }>>((before, { name }) => ({ ...before, labels: before.labels.filter((one) => one.name !== name) })),
  );
  const tones = labelTones.map((tone) => (
    <option key={tone} value={tone}>
      {t(`labels.tones.${tone}`)}
    </option>
  ));
  return (
    <SectionCard title={t("part.labels")} description={t("labels.means")}>
      <ul className="divide-y border-t">
        {setup.labels.map(({ name, tone }) => (
          <li key={name} className="flex items-center gap-3 px-4 py-1.5">
            <span className="min-w-0 flex-1">
              <Badge tone={tone}>{name}</Badge>
            </span>
            <select
              aria-label={t("labels.toneOf", { name })}
              value={tone}
              onChange={({ target }) => save.mutate({ name, tone: toneOf(target.value), gymId })}
              className={control}
            >
              {tones}
            </select>
            <IconButton label={t("labels.remove", { name })} onClick={() => remove.mutate({ name, gymId })}>
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
      <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId })}>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextInput
            label={t("labels.new")}
            value={draft.value.name}
            error={draft.problemAt("name")}
            onChange={({ target }) => draft.change({ name: target.value })}
          />
          <SelectInput
            label={t("labels.tone")}
            value={draft.value.tone}
            onChange={({ target }) => draft.change({ tone: toneOf(target.value) })}
          >
            {tones}
          </SelectInput>
        </div>
      </DraftForm>
    </SectionCard>
  );
}
