"use client";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DeskSetup, SetTopicsInput } from "@/shared/desk-setup";
import { limits } from "@/shared/limits";
import { Button, IconButton } from "@/ui/primitives/button";
import { api } from "@/ui/queries/queries";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { Check, DraftForm, TextInput } from "./fields";
import { type Said, useSetupChange } from "./use-setup";

/** What a case can be about, in the order in which it is offered, and whether one is needed to resolve. */
export function TopicsPart({ setup }: { setup: DeskSetup }) {
  const t = useTranslations("admin.topics");
  const { id: gymId } = setup.gym;
  const draft = useDraft<{ topics: string[] }>("topics", { topics: setup.topics }, SetTopicsInput);
  const save = api.admin.setTopics.useMutation(useSetupChange<Said<{ topics: string[] }>>((before, { topics }) => ({ ...before, topics })));
  const require = api.support.setSettings.useMutation(
    useSetupChange<Said<{ requiresTopic: boolean }>>((before, { requiresTopic }) => ({ ...before, requiresTopic })),
  );
  const { topics } = draft.value;
  const set = (next: string[]) => draft.change({ topics: next });
  const swap = (at: number, other: number) =>
    set(topics.map((topic, place) => (place === at ? (topics[other] ?? topic) : place === other ? (topics[at] ?? topic) : topic)));
  return (
    <SectionCard title={t("title")} description={t("means")}>
      <div className="border-t px-4 py-3">
        <Check
          label={t("required")}
          description={t("requiredMeans")}
          checked={setup.requiresTopic}
          onChange={(requiresTopic) => require.mutate({ requiresTopic, gymId })}
        />
      </div>
      <DraftForm draft={draft} isBusy={save.isPending} save={(said) => save.mutateAsync({ ...said, gymId })}>
        <ol className="flex flex-col gap-2">
          {topics.map((topic, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a topic is its place in the list while it is written
            <li key={at} className="flex items-start gap-1">
              <TextInput
                hideLabel
                className="flex-1"
                label={t("topic", { place: at + 1 })}
                value={topic}
                error={draft.problemAt(`topics.${at}`)}
                onChange={({ target }) => set(topics.map((one, place) => (place === at ? target.value : one)))}
              />
              <IconButton label={t("up", { topic })} disabled={at === 0} focusableWhenDisabled onClick={() => swap(at, at - 1)}>
                <ArrowUp aria-hidden className="size-4" />
              </IconButton>
              <IconButton
                label={t("down", { topic })}
                disabled={at === topics.length - 1}
                focusableWhenDisabled
                onClick={() => swap(at, at + 1)}
              >
                <ArrowDown aria-hidden className="size-4" />
              </IconButton>
              <IconButton label={t("remove", { topic })} onClick={() => set(topics.filter((_, place) => place !== at))}>
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            </li>
          ))}
        </ol>
        {topics.length < limits.gymTopicsMax && (
          <Button size="small" className="self-start" onClick={() => set([...topics, ""])}>
            <Plus aria-hidden className="size-3.5" />
            {t("add")}
          </Button>
        )}
      </DraftForm>
    </SectionCard>
  );
}
