"use client";
import { useTranslations } from "next-intl";
import type { input } from "zod";
import { type AssignmentRule, type DeskSetup, SaveRuleInput } from "@/shared/desk-setup";
import type { Person } from "@/shared/people";
import { Button } from "@/ui/primitives/button";
import { api } from "@/ui/queries/queries";
import { useDraft } from "./drafts";
import { Check, DraftForm, TextInput } from "./fields";
import { useSetupChange } from "./use-setup";

interface RuleFormProps {
  rule: AssignmentRule;
  setup: DeskSetup;
  staff: readonly Person[];
  onDone(): void;
}

/** One rule: which cases, and who gets them. */
export function RuleForm({ rule, setup, staff, onDone }: RuleFormProps) {
  const t = useTranslations("admin.rules");
  const common = useTranslations("common");
  const draft = useDraft<AssignmentRule>(`rules.${rule.id}`, rule, SaveRuleInput);
  const save = api.admin.saveRule.useMutation(
    useSetupChange<input<typeof SaveRuleInput>>((before, { gymId: _, isOn = true, topics = [], labels = [], ...saved }) => ({
      ...before,
      rules: [...before.rules.filter(({ id }) => id !== saved.id), { ...saved, isOn, topics, labels }].sort((a, b) => a.place - b.place),
    })),
  );
  const { value, change, problemAt } = draft;
  return (
    <DraftForm
      draft={draft}
      isBusy={save.isPending}
      save={async (saved) => {
        await save.mutateAsync({ ...saved, gymId: setup.gym.id });
        onDone();
      }}
    >
      <TextInput label={t("name")} value={value.name} error={problemAt("name")} onChange={({ target }) => change({ name: target.value })} />
      <TextInput
        type="number"
        min={0}
        className="max-w-xs"
        label={t("place")}
        description={t("placeMeans")}
        value={value.place}
        error={problemAt("place")}
        onChange={({ target }) => change({ place: Number(target.value) })}
      />
      <Check label={t("ruleIsOn")} checked={value.isOn} onChange={(isOn) => change({ isOn })} />
      <Choices title={t("topics")} options={setup.topics.map(named)} chosen={value.topics} onChange={(topics) => change({ topics })} />
      <Choices
        title={t("labels")}
        options={setup.labels.map(({ name }) => named(name))}
        chosen={value.labels}
        onChange={(labels) => change({ labels })}
      />
      <Choices
        title={t("staff")}
        options={staff}
        chosen={value.staffIds}
        error={problemAt("staffIds")}
        onChange={(staffIds) => change({ staffIds })}
      />
      {!draft.isDirty && (
        <Button size="small" variant="quiet" className="self-start" onClick={onDone}>
          {common("close")}
        </Button>
      )}
    </DraftForm>
  );
}

const named = (name: string) => ({ id: name, name });

interface ChoicesProps {
  title: string;
  options: readonly { id: string; name: string }[];
  chosen: readonly string[];
  error?: string | null;
  onChange(chosen: string[]): void;
}

/** Any number of some. */
function Choices({ title, options, chosen, error, onChange }: ChoicesProps) {
  const t = useTranslations("admin.rules");
  return (
    <fieldset className="flex flex-col gap-1" aria-invalid={Boolean(error)} tabIndex={-1}>
      <legend className="text-dense font-medium">{title}</legend>
      {options.length === 0 && <p className="text-small text-ink-muted">{t("nothingThere")}</p>}
      <div className="flex flex-wrap gap-x-5">
        {options.map(({ id, name }) => (
          <Check
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={(isChosen) => onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="text-small text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
