"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Note } from "@/shared/cases";
import type { Person } from "@/shared/people";
import { NoteText } from "@/ui/case/note-text";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { Button } from "@/ui/primitives/button";
import { Skeleton } from "@/ui/primitives/skeleton";

const shownAtFirst = 5;

interface MemberNotesProps {
  notes: readonly Note[];
  people: ReadonlyMap<string, Person>;
  isLoading: boolean;
}

/** What colleagues noted about the member, newest first. */
export function MemberNotes({ notes, people, isLoading }: MemberNotesProps) {
  const t = useTranslations("case");
  const times = useTimes();
  const now = useNow();
  const [showsAll, setShowsAll] = useState(false);
  if (notes.length === 0) {
    return isLoading ? <Skeleton className="h-10 w-full" /> : <p className="text-dense text-ink-muted">{t("panel.noNotes")}</p>;
  }
  const newestFirst = [...notes].reverse();
  const shown = showsAll ? newestFirst : newestFirst.slice(0, shownAtFirst);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {shown.map((note) => (
          <li key={note.id} className="rounded-lg bg-warning-tint px-3 py-2 text-dense">
            <p className="flex justify-between gap-2 text-small text-warning">
              <span className="truncate font-medium">{people.get(note.authorId)?.name ?? t("aColleague")}</span>
              <time dateTime={note.createdAt} title={times.full(note.createdAt)} className="shrink-0">
                {times.ago(note.createdAt, now)}
              </time>
            </p>
            <p dir="auto" className="whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
              <NoteText content={note.content} people={note.mentions.flatMap((id) => people.get(id) ?? [])} />
            </p>
          </li>
        ))}
      </ul>
      {newestFirst.length > shown.length && (
        <Button size="small" variant="quiet" onClick={() => setShowsAll(true)} className="mt-2">
          {t("panel.allNotes", { count: newestFirst.length })}
        </Button>
      )}
    </>
  );
}
