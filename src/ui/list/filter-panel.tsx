"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { casePriorities } from "@/shared/case-priorities";
import type { CasePriority, QueueFilters } from "@/shared/support";
import { useDeskSettings } from "@/ui/case/use-case-desk";
import { useViewer } from "@/ui/connect/viewer-context";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";
import { Select } from "@/ui/primitives/select";
import { TextField } from "@/ui/primitives/text-field";
import { ToggleChip } from "@/ui/primitives/toggle-chip";
import { sayWait, withLabels } from "./filter-words";
import { countFilters } from "./queue-source";

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
  const { priorities = [], unread } = filters;
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
        <Choices label={t("filters.priority")}>
          {[...casePriorities].reverse().map((one) => (
            <ToggleChip key={one} isOn={priorities.includes(one)} onToggle={() => togglePriority(one)}>
              {t(`priority.${one}`)}
            </ToggleChip>
          ))}
        </Choices>
        <LabelChoices filters={filters} onFilters={onFilters} />
        <AssigneeChoice filters={filters} onAssignee={(id) => (id === undefined ? set({}, "assigneeId") : set({ assigneeId: id }))} />
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

function LabelChoices({ filters, onFilters }: Pick<FilterPanelProps, "filters" | "onFilters">) {
  const t = useTranslations("frame.filters");
  const known = useDeskSettings()?.labels.map(({ name }) => name) ?? [];
  const { labels = [] } = filters;
  const names = [...new Set([...known, ...labels])];
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
      {names.length === 0 && <p className="text-body text-ink-muted">{t("noLabels")}</p>}
    </Choices>
  );
}

function AssigneeChoice({ filters, onAssignee }: { filters: QueueFilters; onAssignee(id: string | null | undefined): void }) {
  const t = useTranslations("frame.filters");
  const me = useViewer();
  const staff = useDeskSettings()?.staff ?? [];
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
