"use client";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { uuidv7 } from "uuidv7";
import { type AssignmentRule, type AssignmentSettings, type DeskSetup, SetAssignmentInput } from "@/shared/desk-setup";
import { limits } from "@/shared/limits";
import { Badge } from "@/ui/primitives/badge";
import { Button, IconButton } from "@/ui/primitives/button";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { Check, DraftForm, TextInput } from "./fields";
import { RuleForm } from "./rule-form";
import { type Said, useSetupChange } from "./use-setup";

/** Whether cases are given to people by themselves, and to whom. */
export function RulesPart({ setup }: { setup: DeskSetup }) {
  return (
    <>
      <Assignment setup={setup} />
      <Rules setup={setup} />
    </>
  );
}

function Assignment({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin.rules");
  const draft = useDraft<AssignmentSettings>("rules.assignment", setup.assignment, SetAssignmentInput);
  const save = api.admin.setAssignment.useMutation(
    useSetupChange<SetAssignmentInput>((before, { gymId: _, ...said }) => ({ ...before, assignment: { ...before.assignment, ...said } })),
  );
  return (
    <SectionCard title={t("assignment")} description={t("assignmentMeans")}>
      <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId: setup.gym.id })}>
        <Check label={t("isOn")} checked={draft.value.isOn} onChange={(isOn) => draft.change({ isOn })} />
        <TextInput
          type="number"
          min={1}
          className="max-w-xs"
          label={t("capacity")}
          description={t("capacityMeans")}
          value={draft.value.capacity || ""}
          error={draft.problemAt("capacity")}
          onChange={({ target }) => draft.change({ capacity: Number(target.value) })}
        />
        <TextInput
          type="number"
          min={0}
          className="max-w-xs"
          label={t("autoAway")}
          description={t("autoAwayMeans", { least: limits.autoAwayMinutesMin })}
          value={draft.value.autoAwayMinutes}
          error={draft.problemAt("autoAwayMinutes")}
          onChange={({ target }) => draft.change({ autoAwayMinutes: Number(target.value) })}
        />
      </DraftForm>
    </SectionCard>
  );
}

function Rules({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin.rules");
  const { id: gymId } = setup.gym;
  const [editing, edit] = useState<AssignmentRule | null>(null);
  const staff = api.support.settings.useQuery({ gymId }).data?.staff ?? [];
  const nameOf = (id: string) => staff.find((person) => person.id === id)?.name ?? "…";
  const remove = api.admin.removeRule.useMutation(
    useSetupChange<Said<{ id: string }>>((before, { id }) => ({ ...before, rules: before.rules.filter((rule) => rule.id !== id) })),
  );
  const place = (setup.rules.at(-1)?.place ?? 0) + 1;
  const fresh = (): AssignmentRule => ({ id: uuidv7(), name: "", place, isOn: true, topics: [], labels: [], staffIds: [] });
  return (
    <SectionCard
      title={t("title")}
      description={t("means")}
      actions={
        <Button size="small" onClick={() => edit(fresh())}>
          <Plus aria-hidden className="size-3.5" />
          {t("add")}
        </Button>
      }
    >
      {editing && <RuleForm key={editing.id} rule={editing} setup={setup} staff={staff} onDone={() => edit(null)} />}
      {setup.rules.length === 0 && !editing && <p className="border-t px-4 py-6 text-center text-body text-ink-muted">{t("none")}</p>}
      <ol className="divide-y border-t">
        {setup.rules.map((rule) => (
          <li key={rule.id} className="flex items-start gap-2 px-4 py-2">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 text-body font-medium">
                {rule.name}
                {!rule.isOn && <Badge>{t("off")}</Badge>}
              </p>
              <p className="text-body text-ink-muted">
                {[...rule.topics, ...rule.labels].join(", ") || t("anything")} → {rule.staffIds.map(nameOf).join(", ")}
              </p>
            </div>
            <IconButton label={t("edit", { name: rule.name })} onClick={() => edit(rule)}>
              <Pencil aria-hidden className="size-4" />
            </IconButton>
            <IconButton label={t("remove", { name: rule.name })} onClick={() => remove.mutate({ id: rule.id, gymId })}>
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ol>
    </SectionCard>
  );
}
