"use client";
import { AtSign } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Mention } from "@/shared/cases";
import { useCaseDesk, useDeskNews, useDirectories } from "@/ui/case/use-case-desk";
import { GymName } from "@/ui/gyms/gym-name";
import { useDeskGyms, useGymNames } from "@/ui/gyms/use-desk-gyms";
import { useNow } from "@/ui/hooks/use-now";
import { useReadable } from "@/ui/hooks/use-readable";
import { useTimes } from "@/ui/hooks/use-times";
import { classNames } from "@/ui/primitives/class-names";

interface UnseenMentionsProps {
  chosenId: string | null;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
}

/**
 * The notes that name the viewer and that they have not seen, above the cases of the view: also those of cases that are resolved or asleep, which the view itself
 * does not show. What is seen stays, paler, until the view is left, so that nothing moves under the pointer.
 */
export function UnseenMentions({ chosenId, hrefOf, onOpen }: UnseenMentionsProps) {
  const t = useTranslations("frame.mentions");
  const times = useTimes();
  const now = useNow(60_000);
  const gyms = useDeskGyms();
  const gymNames = useGymNames();
  const staff = useDirectories(gyms.map(({ id }) => id)).flatMap((one) => one.staff);
  const unseen = new Set(useDeskNews()?.unseen.map(({ noteId }) => noteId));
  const { items } = useReadable(useCaseDesk().mentions);
  const isOfDesks = ({ gymId }: Mention) => gyms.some(({ id }) => id === gymId);
  const shown = useShown(items.filter(({ note, seenAt }) => unseen.has(note.id) && seenAt === null)).filter(isOfDesks);
  if (shown.length === 0) return null;
  const nameOf = (id: string) => staff.find((one) => one.id === id)?.name ?? t("aColleague");
  return (
    <section aria-label={t("title")} className="max-h-2/5 shrink-0 overflow-y-auto border-b bg-warning-tint/40">
      <h2 className="px-4 pt-2 text-small font-medium text-ink-muted">{t("title")}</h2>
      <ul className="p-1">
        {shown.map(({ note, member, gymId }) => (
          <li key={note.id}>
            <a
              href={hrefOf(note.conversationId)}
              aria-current={note.conversationId === chosenId ? "true" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onOpen(note.conversationId);
              }}
              className={classNames("flex gap-2 rounded-lg px-3 py-1.5 hover:bg-sunken", !unseen.has(note.id) && "text-ink-muted")}
            >
              <AtSign
                aria-hidden
                className={classNames("mt-0.5 size-4 shrink-0", unseen.has(note.id) ? "text-warning" : "text-ink-faint")}
              />
              <span className="min-w-0 flex-1">
                <span className="flex items-baseline gap-2">
                  <span className={classNames("truncate text-body", unseen.has(note.id) && "font-semibold")}>{member.name}</span>
                  <GymName name={gymNames.get(gymId)} />
                  <time dateTime={note.createdAt} className="ml-auto shrink-0 text-small text-ink-muted tabular-nums">
                    {times.listTime(note.createdAt, now)}
                  </time>
                </span>
                <span className="block truncate text-dense text-ink-muted">
                  {t("said", { name: nameOf(note.authorId), text: note.content })}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All that were new since somebody began to look, newest first. */
function useShown(fresh: readonly Mention[]): readonly Mention[] {
  const [kept, keep] = useState<readonly Mention[]>([]);
  const known = new Set(kept.map(({ note }) => note.id));
  const added = fresh.filter(({ note }) => !known.has(note.id));
  useEffect(() => {
    if (added.length > 0) keep([...added, ...kept]);
  });
  return added.length > 0 ? [...added, ...kept] : kept;
}
