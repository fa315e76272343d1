"use client";
import { useTranslations } from "next-intl";
import { type DeskSetup, SetGymInput } from "@/shared/desk-setup";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { DraftForm, SelectInput, TextInput } from "./fields";
import { useSetupChange } from "./use-setup";

/** What the gym is called, where it is, and in which language its desk answers by itself. */
export function GymPart({ setup: { gym } }: { setup: DeskSetup }) {
  const t = useTranslations("admin");
  const { name, timeZone, language } = gym;
  const draft = useDraft<SetGymInput>("gym", { name, timeZone, language }, SetGymInput);
  const save = api.admin.setGym.useMutation(
    useSetupChange<SetGymInput>((setup, { gymId: _, ...said }) => ({ ...setup, gym: { ...setup.gym, ...said } })),
  );
  const { value, change, problemAt } = draft;
  return (
    <SectionCard title={t("part.gym")} description={t("gym.means")}>
      <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId: gym.id })}>
        <TextInput
          label={t("gym.name")}
          value={value.name}
          error={problemAt("name")}
          onChange={({ target }) => change({ name: target.value })}
        />
        <TextInput
          label={t("gym.timeZone")}
          description={t("gym.timeZoneMeans")}
          list="time-zones"
          value={value.timeZone}
          error={problemAt("timeZone")}
          onChange={({ target }) => change({ timeZone: target.value })}
        />
        <datalist id="time-zones">
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <SelectInput
          label={t("gym.language")}
          description={t("gym.languageMeans")}
          value={value.language}
          onChange={({ target }) => change({ language: target.value === "de" ? "de" : "en" })}
        >
          <option value="en">{t("gym.english")}</option>
          <option value="de">{t("gym.german")}</option>
        </SelectInput>
        <p className="text-small text-ink-muted">{t("gym.slug", { slug: gym.slug })}</p>
      </DraftForm>
    </SectionCard>
  );
}
