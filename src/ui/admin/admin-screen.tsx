"use client";
import { useTranslations } from "next-intl";
import { type ComponentType, useEffect, useState } from "react";
import type { DeskSetup } from "@/shared/desk-setup";
import { classNames } from "@/ui/primitives/class-names";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { Failed } from "@/ui/reports/failed";
import { AnswersPart } from "./answers-part";
import { AutoResolvePart } from "./auto-resolve-part";
import { DraftsProvider, useHasDraft } from "./drafts";
import { GymChoice, useChosenGym } from "./gym-choice";
import { GymPart } from "./gym-part";
import { HoursPart } from "./hours-part";
import { LabelsPart } from "./labels-part";
import { RepliesPart } from "./replies-part";
import { RulesPart } from "./rules-part";
import { SetupGymProvider } from "./setup-gym";
import { StaffPart } from "./staff-part";
import { TopicsPart } from "./topics-part";

const parts = {
  gym: GymPart,
  staff: StaffPart,
  hours: HoursPart,
  answers: AnswersPart,
  replies: RepliesPart,
  labels: LabelsPart,
  topics: TopicsPart,
  rules: RulesPart,
  autoResolve: AutoResolvePart,
} as const satisfies Record<string, ComponentType<{ setup: DeskSetup }>>;

type PartName = keyof typeof parts;
const names = Object.keys(parts) as PartName[];

/** How the desk of a gym is set up: a part at a time. */
export function AdminScreen() {
  const t = useTranslations("admin");
  const gym = useChosenGym();
  const setup = api.admin.setup.useQuery({ gymId: gym.id });
  const [chosen, choose] = usePart();
  const Part = parts[chosen];
  return (
    <DraftsProvider gymId={gym.id}>
      <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 pb-10 sm:p-6">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-72">
            <h1 className="text-title font-semibold">{t("title")}</h1>
            <p className="text-body text-ink-muted">{t("intro")}</p>
          </div>
          <GymChoice chosen={gym} />
        </div>
        <div className="flex flex-col gap-4 lg:flex-row lg:items-start lg:gap-6">
          <nav aria-label={t("parts")} className="flex shrink-0 flex-wrap gap-1 lg:sticky lg:top-6 lg:w-48 lg:flex-col">
            {names.map((name) => (
              <PartLink key={name} name={name} isChosen={name === chosen} onChoose={() => choose(name)} />
            ))}
          </nav>
          <div className="flex min-w-0 flex-1 flex-col gap-4">
            {setup.data ? (
              <SetupGymProvider gym={gym}>
                <Part key={gym.id} setup={setup.data} />
              </SetupGymProvider>
            ) : setup.isError ? (
              <Failed error={setup.error} onRetry={() => void setup.refetch()} />
            ) : (
              <div aria-busy className="flex flex-col gap-4">
                <p className="sr-only" role="status">
                  {t("loading")}
                </p>
                <Skeleton className="h-64 rounded-xl" />
              </div>
            )}
          </div>
        </div>
      </div>
    </DraftsProvider>
  );
}

function PartLink({ name, isChosen, onChoose }: { name: PartName; isChosen: boolean; onChoose(): void }) {
  const t = useTranslations("admin");
  const hasDraft = useHasDraft(name);
  return (
    <button
      type="button"
      aria-current={isChosen ? "page" : undefined}
      onClick={onChoose}
      className={classNames(
        "flex h-9 items-center gap-2 rounded-lg px-3 text-left text-body font-medium pointer-coarse:h-11",
        isChosen ? "bg-accent-tint text-accent-text" : "text-ink-muted hover:bg-sunken hover:text-ink",
      )}
    >
      {t(`part.${name}`)}
      {hasDraft && (
        <span className="size-1.5 rounded-full bg-away">
          <span className="sr-only">{t("unsaved")}</span>
        </span>
      )}
    </button>
  );
}

/** Which part is shown, from the address (`#hours`). */
function usePart(): [PartName, (name: PartName) => void] {
  const [chosen, setChosen] = useState<PartName>("gym");
  useEffect(() => {
    const read = () => {
      const name = window.location.hash.slice(1);
      setChosen(names.find((one) => one === name) ?? "gym");
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return [chosen, (name) => (window.location.hash = name)];
}
