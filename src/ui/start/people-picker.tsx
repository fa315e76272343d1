"use client";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { limits } from "@/shared/limits";
import type { Person } from "@/shared/people";
import { Avatar } from "@/ui/primitives/avatar";
import { TextField } from "@/ui/primitives/text-field";
import { PeopleResults } from "./people-results";
import { useFirstFocus } from "./use-first-focus";
import { usePeopleSearch } from "./use-people-search";

interface PeoplePickerProps {
  chosen: readonly Person[];
  onChange(chosen: Person[]): void;
  /** Who is in already and is not offered. */
  leaveOut?: ReadonlySet<string>;
  /** Has the focus when it appears. */
  isFirst?: boolean;
}

/** Picks several people by name; the picked ones stand above as chips. */
export function PeoplePicker({ chosen, onChange, leaveOut, isFirst = false }: PeoplePickerProps) {
  const t = useTranslations("chat.start");
  const [query, setQuery] = useState("");
  const field = useFirstFocus<HTMLInputElement>(isFirst);
  const found = usePeopleSearch(query);
  const search = leaveOut ? { ...found, people: found.people.filter(({ id }) => !leaveOut.has(id)) } : found;
  const chosenIds = new Set(chosen.map(({ id }) => id));
  const remove = (id: string) => onChange(chosen.filter((one) => one.id !== id));
  return (
    <div className="flex flex-col gap-2">
      <TextField
        ref={field}
        label={t("people")}
        placeholder={t("findPeople")}
        icon={<Search />}
        value={query}
        maxLength={limits.searchQueryCharactersMax}
        onChange={(event) => setQuery(event.target.value)}
        autoComplete="off"
      />
      {chosen.length > 0 && (
        <ul aria-label={t("chosen")} className="flex max-h-28 flex-wrap gap-1.5 overflow-y-auto">
          {chosen.map((person) => (
            <li key={person.id} className="inline-flex items-center gap-1.5 rounded-full bg-sunken py-0.5 pl-0.5 text-dense">
              <Avatar person={person} size={24} />
              {person.name}
              <button
                type="button"
                aria-label={t("remove", { name: person.name })}
                onClick={() => remove(person.id)}
                className="grid size-6 place-items-center rounded-full text-ink-muted hover:bg-pressed hover:text-ink pointer-coarse:size-9"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <PeopleResults
        search={search}
        query={query}
        chosenIds={chosenIds}
        onChoose={(person) => (chosenIds.has(person.id) ? remove(person.id) : onChange([...chosen, person]))}
      />
    </div>
  );
}
