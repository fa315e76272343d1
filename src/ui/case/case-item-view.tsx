"use client";
import { Clock, StickyNote } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useState } from "react";
import type { CaseEntry } from "@/shared/cases";
import type { Person } from "@/shared/people";
import { useTimes } from "@/ui/hooks/use-times";
import { Avatar } from "@/ui/primitives/avatar";
import { type CaseItem, shownEntries } from "./case-items";
import { NoteText } from "./note-text";
import { UnsavedNote } from "./unsaved-note";

interface CaseItemViewProps {
  item: CaseItem;
  people: ReadonlyMap<string, Person>;
  words(entry: CaseEntry): string;
}

/** What stands between the messages at a desk: a note, or lines of what was done. */
export const CaseItemView = memo(function CaseItemView({ item, people, words }: CaseItemViewProps) {
  return item.kind === "note" ? <NoteRow item={item} people={people} /> : <EntryRows entries={item.entries} words={words} />;
});

function NoteRow({ item, people }: { item: Extract<CaseItem, { kind: "note" }>; people: CaseItemViewProps["people"] }) {
  const t = useTranslations("case");
  const times = useTimes();
  const { note, state } = item;
  const isPending = state === "pending";
  const author = people.get(note.authorId) ?? { name: t("aColleague"), avatarUrl: null };
  return (
    <article
      data-note={note.id}
      aria-label={t("note.by", { name: author.name, time: times.full(note.createdAt) })}
      aria-busy={isPending}
      className="flex gap-2 pt-2.5"
    >
      <div className="w-8 shrink-0">
        <Avatar person={author} size={28} />
      </div>
      <div className="min-w-0 flex-1 rounded-xl border border-warning border-dashed bg-warning-tint px-3 py-1.5">
        <p className="flex items-baseline gap-1.5 text-small text-warning">
          <StickyNote aria-hidden className="size-3 shrink-0 self-center" />
          <span className="truncate font-medium">{t("note.head", { name: author.name })}</span>
          <span className="ml-auto flex shrink-0 items-center gap-1 text-tiny tabular-nums">
            {isPending && (
              <span title={t("note.pending")}>
                <Clock aria-hidden className="size-3" />
                <span className="sr-only">{t("note.pending")}</span>
              </span>
            )}
            <time dateTime={note.createdAt} title={times.full(note.createdAt)}>
              {times.clock(note.createdAt)}
            </time>
          </span>
        </p>
        <p dir="auto" className="text-body whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
          <NoteText content={note.content} people={note.mentions.flatMap((id) => people.get(id) ?? [])} />
        </p>
        {state === "unsaved" && <UnsavedNote note={note} />}
      </div>
    </article>
  );
}

function EntryRows({ entries, words }: { entries: readonly CaseEntry[]; words: CaseItemViewProps["words"] }) {
  const t = useTranslations("case");
  const times = useTimes();
  const [showsAll, setShowsAll] = useState(false);
  const isLong = entries.length > shownEntries + 1;
  const shown = isLong && !showsAll ? entries.slice(-shownEntries) : entries;
  return (
    <div className="flex flex-col items-center py-1 text-center text-small text-ink-faint">
      {isLong && !showsAll && (
        <button type="button" className="min-h-6 rounded px-2 font-medium hover:bg-sunken hover:text-ink" onClick={() => setShowsAll(true)}>
          {t("entry.more", { count: entries.length - shownEntries })}
        </button>
      )}
      {shown.map((entry) => (
        <p key={`${entry.version} ${entry.place}`} data-entry={entry.kind} className="text-balance">
          {words(entry)} <span aria-hidden>·</span>{" "}
          <time dateTime={entry.at} title={times.full(entry.at)} className="tabular-nums">
            {times.clock(entry.at)}
          </time>
        </p>
      ))}
    </div>
  );
}
