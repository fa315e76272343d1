"use client";
import { useTranslations } from "next-intl";
import type { Person } from "@/shared/people";
import { Avatar } from "@/ui/primitives/avatar";
import { matches } from "./match";
import { PickList } from "./pick-list";

interface MentionPanelProps {
  staff: readonly Person[];
  onPick(person: Person): void;
  /** Nobody was meant: these words are to stay. */
  onGiveUp(words: string): void;
}

/** Whom a note is to name, above the field. */
export function MentionPanel({ staff, onPick, onGiveUp }: MentionPanelProps) {
  const t = useTranslations("case");
  return (
    <div
      role="dialog"
      aria-label={t("mention.title")}
      className="absolute bottom-full left-4 z-20 w-80 max-w-[calc(100%-2rem)] rounded-xl border bg-raised p-2 text-ink shadow-float"
    >
      <PickList
        label={t("mention.label")}
        placeholder={t("mention.placeholder")}
        emptyText={t("nothingFound")}
        itemsFor={(query) =>
          staff
            .filter(({ name }) => matches(query, name))
            .map((one) => ({ id: one.id, text: one.name, icon: <Avatar person={one} size={20} /> }))
        }
        onPick={(id) => {
          const person = staff.find((one) => one.id === id);
          if (person) onPick(person);
        }}
        onKey={(event, query) => {
          if (event.key !== "Escape" && !(event.key === "Backspace" && query === "")) return;
          event.preventDefault();
          event.stopPropagation();
          onGiveUp(event.key === "Escape" ? `@${query}` : "");
        }}
      />
    </div>
  );
}
