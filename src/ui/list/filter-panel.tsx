"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { casePriorities } from "@/shared/case-priorities";
import type { DeskDirectory } from "@/shared/cases";
import type { Person } from "@/shared/people";
import type { CasePriority, QueueFilters } from "@/shared/support";
import { useDirectories } from "@/ui/case/use-case-desk";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGyms, useGymNames } from "@/ui/gyms/use-desk-gyms";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";
import { Select } from "@/ui/primitives/select";
import { TextField } from "@/ui/primitives/text-field";
import { ToggleChip } from "@/ui/primitives/toggle-chip";
import { sayWait, withLabels } from "./filter-words";
import { countFilters, gymsLeft } from "./queue-source";

interface FilterPanelProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  filters: QueueFilters;
  onFilters(filters: QueueFilters): void;
}

const minute = 60;
/** Seconds. */
const waits = [5 * minute, 15 * minute, 60 * minute, 4 * 60 * minute, 24 * 60 * minute, 3 * 24 * 60 * minute];

/** What the queue is narrowed to. Each change shows at once. */
export function FilterPanel({ open, onOpenChange, filters, onFilters }: FilterPanelProps) {
  const t = useTranslations("frame");
  const common = useTranslations("common");
  const { priorities = [], unread, gymIds = [] } = filters;
  const asked = gymsLeft(filters, useDeskGyms());
  const settings = useDirectories(asked);
  const set = (change: Partial<QueueFilters>, ...gone: (keyof QueueFilters)[]) => {
    const next = { ...filters, ...change };
    for (const key of gone) delete next[key];
    onFilters(next);
  };
  const togglePriority = (one: CasePriority) => {
    const next = casePriorities.filter((each) => (each === one) !== priorities.includes(each));
    if (next.length === 0) set({}, "priorities");
    else set({ priorities: next });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("filters.title")}
      footer={
        <>
          <Button disabled={countFilters(filters) === 0} focusableWhenDisabled onClick={() => onFilters({})}>
            {t("filters.clear")}
          </Button>
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            {common("close")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={t("filters.text")}
          type="search"
          maxLength={80}
          value={filters.text ?? ""}
          onChange={({ target }) => (target.value === "" ? set({}, "text") : set({ text: target.value }))}
        />
        <GymChoices chosen={gymIds} onChosen={(next) => (next.length > 0 ? set({ gymIds: next }) : set({}, "gymIds"))} />
        <Choices label={t("filters.priority")}>
          {[...casePriorities].reverse().map((one) => (
            <ToggleChip key={one} isOn={priorities.includes(one)} onToggle={() => togglePriority(one)}>
              {t(`priority.${one}`)}
            </ToggleChip>
          ))}
        </Choices>
        <LabelChoices settings={settings} isLoaded={settings.length === asked.length} filters={filters} onFilters={onFilters} />
        <AssigneeChoice
          settings={settings}
          filters={filters}
          onAssignee={(id) => (id === undefined ? set({}, "assigneeId") : set({ assigneeId: id }))}
        />
        <Select
          label={t("filters.waiting")}
          value={String(filters.waitingForS ?? "")}
          options={[
            { value: "", text: t("filters.anyTime") },
            ...[...new Set([...waits, ...(filters.waitingForS === undefined ? [] : [filters.waitingForS])])]
              .sort((a, b) => a - b)
              .map((seconds) => ({ value: String(seconds), text: sayWait(seconds) })),
          ]}
          onChange={(value) => (value === "" ? set({}, "waitingForS") : set({ waitingForS: Number(value) }))}
        />
        <ToggleChip isOn={unread === true} onToggle={() => (unread ? set({}, "unread") : set({ unread: true }))}>
          {t("filters.unread")}
        </ToggleChip>
      </div>
    </Dialog>
  );
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-1 text-dense font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1.5">{children}</div>
    </fieldset>
  );
}

/** Which gyms, for whoever works at several. */
function GymChoices({ chosen, onChosen }: { chosen: readonly string[]; onChosen(gymIds: string[]): void }) {
  const t = useTranslations("frame.filters");
  const names = [...useGymNames()];
  if (names.length === 0) return null;
  const known = names.map(([id]) => id);
  return (
    <Choices label={t("gym")}>
      {names.map(([id, name]) => (
        <ToggleChip
          key={id}
          isOn={chosen.includes(id)}
          onToggle={() => onChosen(known.filter((one) => (one === id) !== chosen.includes(one)))}
        >
          {name}
        </ToggleChip>
      ))}
    </Choices>
  );
}

interface DeskChoiceProps {
  /** Of the gyms that are looked at. */
  settings: readonly DeskDirectory[];
  filters: QueueFilters;
}

interface LabelChoicesProps extends DeskChoiceProps, Pick<FilterPanelProps, "onFilters"> {
  isLoaded: boolean;
}

function LabelChoices({ settings, isLoaded, filters, onFilters }: LabelChoicesProps) {
  const t = useTranslations("frame.filters");
  const known = settings.flatMap((one) => one.labels.map(({ name }) => name));
  const { labels = [] } = filters;
  const names = [...new Set([...known, ...labels])];
  if (settings.length > 1) names.sort((a, b) => a.localeCompare(b));
  return (
    <Choices label={t("labels")}>
      {names.map((name) => (
        <ToggleChip
          key={name}
          isOn={labels.includes(name)}
          onToggle={() => onFilters(withLabels(filters, labels.includes(name) ? labels.filter((one) => one !== name) : [...labels, name]))}
        >
          {name}
        </ToggleChip>
      ))}
      {names.length === 0 && isLoaded && <p className="text-body text-ink-muted">{t("noLabels")}</p>}
    </Choices>
  );
}

/** Everybody who works at one of these desks, each once. */
function staffOf(settings: readonly DeskDirectory[]): Person[] {
  const staff = [...new Map(settings.flatMap((one) => one.staff).map((one) => [one.id, one])).values()];
  return settings.length > 1 ? staff.sort((a, b) => a.name.localeCompare(b.name)) : staff;
}

function AssigneeChoice({ settings, filters, onAssignee }: DeskChoiceProps & { onAssignee(id: string | null | undefined): void }) {
  const t = useTranslations("frame.filters");
  const me = useViewer();
  const staff = staffOf(settings);
  const { assigneeId } = filters;
  const value = assigneeId === undefined ? "anybody" : (assigneeId ?? "nobody");
  return (
    <Select
      label={t("assignee")}
      value={value}
      options={[
        { value: "anybody", text: t("anybody") },
        { value: "nobody", text: t("nobody") },
        { value: me.id, text: t("me") },
        ...staff.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, text: name })),
      ]}
      onChange={(next) => onAssignee(next === "anybody" ? undefined : next === "nobody" ? null : next)}
    />
  );
}
