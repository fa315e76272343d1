"use client";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "@/ui/primitives/class-names";
import { useOpenSection } from "./use-open-sections";

interface PanelSectionProps {
  /** For ever the same: how it was left is kept by it. */
  id: string;
  title: string;
  /** How much is in it. */
  count?: number;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

/** A part of the panel that opens and closes, and stays as it was left. */
export function PanelSection({ id, title, count, isOpenAtFirst = true, children }: PanelSectionProps) {
  const [isOpen, toggle] = useOpenSection(id, isOpenAtFirst);
  const contentId = useId();
  return (
    <section aria-label={title} data-section={id}>
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={contentId}
          onClick={toggle}
          className="flex h-10 w-full items-center gap-2 px-4 text-left text-dense font-semibold hover:bg-sunken pointer-coarse:h-11"
        >
          {title}
          {count !== undefined && count > 0 && <span className="font-normal text-ink-faint tabular-nums">{count}</span>}
          <ChevronDown aria-hidden className={classNames("ml-auto size-4 text-ink-faint transition-transform", !isOpen && "-rotate-90")} />
        </button>
      </h3>
      <div id={contentId} hidden={!isOpen} className="px-4 pb-4">
        {isOpen && children}
      </div>
    </section>
  );
}
