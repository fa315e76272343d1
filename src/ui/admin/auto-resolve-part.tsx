"use client";
import { useTranslations } from "next-intl";
import { type AutoResolveSettings, type DeskSetup, SetAutoResolveInput } from "@/shared/desk-setup";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { Check, DraftForm, TextInput } from "./fields";
import { useSetupGym } from "./setup-gym";
import { TextWithVariables } from "./text-with-variables";
import { type Said, useSetupChange } from "./use-setup";

const usualHours = 72;

/** When a case in which nobody waits is resolved by itself. */
export function AutoResolvePart({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin");
  const { id: gymId } = useSetupGym();
  const draft = useDraft<AutoResolveSettings>("autoResolve", setup.autoResolve, SetAutoResolveInput);
  const save = api.admin.setAutoResolve.useMutation(
    useSetupChange<Said<AutoResolveSettings>>((before, { gymId: _, ...autoResolve }) => ({ ...before, autoResolve })),
  );
  const { value, change, problemAt } = draft;
  const hours = (text: string) => (text === "" ? 0 : Number(text));
  return (
    <SectionCard title={t("part.autoResolve")} description={t("autoResolve.means")}>
      <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId })}>
        <Check
          label={t("autoResolve.isOn")}
          checked={value.afterHours !== null}
          onChange={(isOn) => change({ afterHours: isOn ? (setup.autoResolve.afterHours ?? usualHours) : null })}
        />
        {value.afterHours !== null && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextInput
              type="number"
              min={1}
              label={t("autoResolve.afterHours")}
              value={value.afterHours || ""}
              error={problemAt("afterHours")}
              onChange={({ target }) => change({ afterHours: hours(target.value) })}
            />
            <TextInput
              type="number"
              min={1}
              label={t("autoResolve.warningHours")}
              value={value.warningHours || ""}
              error={problemAt("warningHours")}
              onChange={({ target }) => change({ warningHours: hours(target.value) })}
            />
          </div>
        )}
        <TextWithVariables
          label={t("autoResolve.warning")}
          description={t("autoResolve.warningMeans")}
          value={value.warning ?? ""}
          variables={["member.firstName", "member.name", "gym.name"]}
          error={problemAt("warning")}
          onChange={(text) => change({ warning: text.trim() === "" ? null : text })}
        />
      </DraftForm>
    </SectionCard>
  );
}
