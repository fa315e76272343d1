"use client";
import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, type RefObject, useId } from "react";
import { Button } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { DateInput } from "@/ui/reports/date-input";
import type { Draft } from "./drafts";

export const control =
  "min-h-9 rounded-lg border border-control bg-surface px-3 text-body text-ink placeholder:text-ink-faint focus-visible:border-accent-text focus-visible:outline-1 focus-visible:outline-offset-0 aria-[invalid=true]:border-danger disabled:opacity-60 pointer-coarse:min-h-11 pointer-coarse:text-reading";

interface FieldProps {
  label: string;
  description?: ReactNode;
  error?: string | null;
  className?: string;
  /** The label is for screen readers only, because the place explains itself. */
  hideLabel?: boolean;
  children(props: { id: string; "aria-invalid": boolean; "aria-describedby": string | undefined }): ReactNode;
}

/** A control with its label, its explanation and its error. */
function Field({ label, description, error, className, hideLabel = false, children }: FieldProps) {
  const id = useId();
  const described = [description && `${id}-means`, error && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-dense font-medium text-ink"}>
        {label}
      </label>
      {children({ id, "aria-invalid": Boolean(error), "aria-describedby": described || undefined })}
      {description && (
        <p id={`${id}-means`} className="text-small text-ink-muted">
          {description}
        </p>
      )}
      {error && (
        <p id={`${id}-problem`} role="alert" className="text-small text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

type Common = Omit<FieldProps, "children">;

export function TextInput({ label, description, error, className, hideLabel, ...props }: Common & ComponentProps<"input">) {
  return (
    <Field label={label} description={description} error={error} className={className} hideLabel={hideLabel}>
      {(field) => <input type="text" {...field} {...props} className={classNames(control, "w-full")} />}
    </Field>
  );
}

/** A day of the calendar. */
export function DayInput({ label, description, error, className, hideLabel, ...props }: Common & ComponentProps<typeof DateInput>) {
  return (
    <Field label={label} description={description} error={error} className={className} hideLabel={hideLabel}>
      {(field) => <DateInput {...field} {...props} className={control} />}
    </Field>
  );
}

export function SelectInput({ label, description, error, className, hideLabel, children, ...props }: Common & ComponentProps<"select">) {
  return (
    <Field label={label} description={description} error={error} className={className} hideLabel={hideLabel}>
      {(field) => (
        <select {...field} {...props} className={classNames(control, "w-full")}>
          {children}
        </select>
      )}
    </Field>
  );
}

type TextAreaProps = Common & ComponentProps<"textarea"> & { inputRef?: RefObject<HTMLTextAreaElement | null> };

export function TextArea({ label, description, error, className, hideLabel, inputRef, ...props }: TextAreaProps) {
  return (
    <Field label={label} description={description} error={error} className={className} hideLabel={hideLabel}>
      {(field) => <textarea rows={3} ref={inputRef} {...field} {...props} className={classNames(control, "w-full py-2")} />}
    </Field>
  );
}

interface CheckProps {
  label: string;
  description?: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

export function Check({ label, description, checked, disabled, onChange }: CheckProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 py-1 pointer-coarse:py-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={description ? `${id}-means` : undefined}
        onChange={({ target }) => onChange(target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-body font-medium text-ink">
          {label}
        </label>
        {description && (
          <p id={`${id}-means`} className="text-small text-ink-muted">
            {description}
          </p>
        )}
      </div>
    </div>
  );
}

interface FormProps<T> {
  draft: Draft<T>;
  isBusy: boolean;
  save(value: T): Promise<unknown>;
  children: ReactNode;
}

/** A form with Save and Discard at its foot. Enter saves; what is wrong gets the focus. */
export function DraftForm<T>({ draft, isBusy, save, children }: FormProps<T>) {
  const t = useTranslations("admin");
  const common = useTranslations("common");
  const submit = async (form: HTMLFormElement) => {
    if (await draft.submit(save)) return;
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
      className="flex flex-col gap-4 border-t px-4 py-4"
    >
      {children}
      <footer className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={!draft.isDirty || isBusy} focusableWhenDisabled>
          {common("save")}
        </Button>
        <Button variant="quiet" disabled={!draft.isDirty || isBusy} focusableWhenDisabled onClick={draft.discard}>
          {t("discard")}
        </Button>
        <p role="status" className="text-small text-ink-muted">
          {draft.isDirty ? t("unsaved") : ""}
        </p>
      </footer>
    </form>
  );
}
