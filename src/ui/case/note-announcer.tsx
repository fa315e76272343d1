"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Note } from "@/shared/cases";

interface NoteAnnouncerProps {
  notes: readonly Note[];
  viewerId: string;
  nameOf(id: string): string;
}

/** Reads new notes of colleagues to a screen reader, as what they are. */
export function NoteAnnouncer({ notes, viewerId, nameOf }: NoteAnnouncerProps) {
  const t = useTranslations("case");
  const [announced, setAnnounced] = useState<readonly Note[]>([]);
  const told = useRef(new Set(notes.map(({ id }) => id)));
  useEffect(() => {
    const fresh = notes.filter(({ id, authorId }) => !told.current.has(id) && authorId !== viewerId);
    for (const { id } of notes) told.current.add(id);
    if (fresh.length > 0) setAnnounced((before) => [...before, ...fresh].slice(-3));
  }, [notes, viewerId]);
  return (
    <div role="log" aria-live="polite" aria-relevant="additions" aria-label={t("note.new")} className="sr-only">
      {announced.map((note) => (
        <p key={note.id}>{t("note.read", { name: nameOf(note.authorId), text: note.content })}</p>
      ))}
    </div>
  );
}
