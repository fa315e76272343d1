"use client";
import { DoorOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";

const lookEveryMs = 100;
/** The queue of the desks that are left is read anew. */
const looksMax = 20;

interface LeftDeskProps {
  gymName: string;
  /** Leaves the conversation. */
  onList(): void;
}

/** Stands where a conversation was whose desk the viewer does not work at any more. */
export function LeftDesk({ gymName, onList }: LeftDeskProps) {
  const t = useTranslations("frame.leftDesk");
  const button = useRef<HTMLButtonElement>(null);
  useFocusOnList(button);
  return (
    <section aria-label={t("title")} className="flex min-w-0 flex-1 bg-surface">
      <EmptyState
        isError
        icon={<DoorOpen />}
        title={t("title")}
        description={t("description", { gym: gymName })}
        action={
          <Button ref={button} onClick={onList}>
            {t("toList")}
          </Button>
        }
      />
    </section>
  );
}

/** What had the focus has gone with the conversation: the list has it then, as soon as it stands; `otherwise` where there is none to see. */
function useFocusOnList(otherwise: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (looksLeft: number) => {
      const { activeElement } = document;
      const isLost = activeElement === null || activeElement === document.body || activeElement.id === "conversation";
      const row = document.querySelector<HTMLElement>('[data-row][tabindex="0"]');
      if (isLost && row?.checkVisibility()) row.focus({ preventScroll: true });
      else if (isLost && looksLeft === 0) otherwise.current?.focus({ preventScroll: true });
      // The row may go as the list comes in anew.
      if (looksLeft > 0) timer = setTimeout(() => look(looksLeft - 1), lookEveryMs);
    };
    look(looksMax);
    return () => clearTimeout(timer);
  }, [otherwise]);
}
