"use client";
import { type KeyboardEvent, type ReactNode, type Ref, useRef } from "react";
import { useGrowing } from "@/ui/conversation/composer-parts";
import { classNames } from "@/ui/primitives/class-names";

interface ComposeFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  label: string;
  placeholder: string;
  text: string;
  onChange(text: string): void;
  onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void;
  onBlur?(): void;
  isInvalid: boolean;
  hintId: string;
  isNote: boolean;
  /** What stands inside, above the text. */
  above?: ReactNode;
  /** The buttons beside the text. */
  children: ReactNode;
}

/** The frame that one writes in. One for notes looks unlike one for the member in ground, border and words. */
export function ComposeField(props: ComposeFieldProps) {
  const { ref, label, placeholder, text, onChange, onKeyDown, onBlur, isInvalid, hintId, isNote, above, children } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  useGrowing(own, text);
  const take = (element: HTMLTextAreaElement | null) => {
    own.current = element;
    if (typeof ref === "function") ref(element);
    else if (ref) ref.current = element;
  };
  return (
    <div
      data-compose={isNote ? "note" : "reply"}
      className={classNames(
        "rounded-xl border transition-colors",
        isNote ? "border-dashed bg-warning-tint" : "bg-surface",
        isInvalid ? "border-danger" : isNote ? "border-warning" : "border-control focus-within:border-accent-text",
      )}
    >
      {above}
      <div className="flex items-end gap-1 p-1">
        <textarea
          ref={take}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={onBlur}
          aria-label={label}
          aria-invalid={isInvalid}
          aria-describedby={hintId}
          placeholder={placeholder}
          autoComplete="off"
          className={classNames(
            "max-h-[min(13rem,40dvh)] min-w-0 flex-1 resize-none bg-transparent px-2.5 py-1.5 text-body text-ink outline-none",
            "placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap pointer-coarse:py-2.5 pointer-coarse:text-reading",
            isNote ? "placeholder:text-ink-muted" : "placeholder:text-ink-faint",
          )}
        />
        {children}
      </div>
    </div>
  );
}
