"use client";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { OpenSpan } from "@/shared/business-hours";
import { limits } from "@/shared/limits";
import { Button, IconButton } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { control } from "./fields";
import { minutesOf, nextSpan, timeOf } from "./week-times";

interface SpanFieldsProps {
  /** The day, for a screen reader. */
  day: string;
  spans: readonly OpenSpan[];
  onChange(spans: OpenSpan[]): void;
  /** What is wrong with the whole (null) or with one of them. */
  problemAt(at: number | null): string | null;
}

/** The stretches in which a desk is open on a day: two times each, by keyboard like any field. */
export function SpanFields({ day, spans, onChange, problemAt }: SpanFieldsProps) {
  const t = useTranslations("admin.hours");
  const whole = problemAt(null);
  const next = nextSpan(spans);
  const set = (at: number, side: keyof OpenSpan, time: string) =>
    onChange(spans.map((span, place) => (place === at ? { ...span, [side]: minutesOf(time, side) } : span)));
  return (
    <div className="flex min-w-0 flex-col gap-1.5 max-sm:col-span-2">
      {spans.length === 0 && <p className="flex min-h-9 items-center text-body text-ink-muted pointer-coarse:min-h-11">{t("closed")}</p>}
      {spans.map((span, at) => {
        const problem = problemAt(at);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its place in the day
          <div key={at} className="flex flex-col gap-1">
            <div className="flex items-center gap-1.5">
              {(["from", "to"] as const).map((side) => (
                <span key={side} className="flex items-center gap-1.5">
                  {side === "to" && <span aria-hidden>–</span>}
                  <input
                    type="time"
                    aria-label={t(side, { day })}
                    aria-invalid={Boolean(problem ?? whole)}
                    value={timeOf(span[side])}
                    onChange={({ target }) => set(at, side, target.value)}
                    className={classNames(control, "w-[7.5rem] px-2 tabular-nums max-sm:[&::-webkit-calendar-picker-indicator]:hidden")}
                  />
                </span>
              ))}
              <IconButton label={t("removeSpan", { day })} onClick={() => onChange(spans.filter((_, place) => place !== at))}>
                <X aria-hidden className="size-4" />
              </IconButton>
            </div>
            {problem && (
              <p role="alert" className="text-small text-danger">
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {whole && (
        <p role="alert" className="text-small text-danger">
          {whole}
        </p>
      )}
      {next && spans.length < limits.daySpansMax && (
        <Button size="small" variant="quiet" className="self-start" onClick={() => onChange([...spans, next])}>
          <Plus aria-hidden className="size-3.5" />
          {t("addSpan")}
          <span className="sr-only"> {day}</span>
        </Button>
      )}
    </div>
  );
}
