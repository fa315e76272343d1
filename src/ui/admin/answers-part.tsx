"use client";
import { useTranslations } from "next-intl";
import { type AutomaticAnswers, type DeskSetup, SetAnswersInput } from "@/shared/desk-setup";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { DraftForm } from "./fields";
import { useSetupGym } from "./setup-gym";
import { TextWithVariables } from "./text-with-variables";
import { type Said, useSetupChange } from "./use-setup";

const always = ["member.firstName", "member.name", "gym.name"];
const texts = [
  ["greeting", always],
  ["replyTime", [...always, "replyTime"]],
  ["closed", [...always, "opensAt"]],
] as const satisfies [keyof AutomaticAnswers, string[]][];

/** What the desk says by itself. */
export function AnswersPart({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin");
  const { id: gymId } = useSetupGym();
  const draft = useDraft<AutomaticAnswers>("answers", setup.answers, SetAnswersInput);
  const save = api.admin.setAnswers.useMutation(
    useSetupChange<Said<AutomaticAnswers>>((before, { gymId: _, ...answers }) => ({ ...before, answers })),
  );
  return (
    <SectionCard title={t("part.answers")} description={t("answers.means")}>
      <DraftForm draft={draft} isBusy={save.isPending} save={(answers) => save.mutateAsync({ ...answers, gymId })}>
        {texts.map(([name, variables]) => (
          <TextWithVariables
            key={name}
            label={t(`answers.${name}.name`)}
            description={t(`answers.${name}.means`)}
            value={draft.value[name] ?? ""}
            variables={variables}
            error={draft.problemAt(name)}
            onChange={(text) => draft.change({ [name]: text.trim() === "" ? null : text })}
          />
        ))}
      </DraftForm>
    </SectionCard>
  );
}
