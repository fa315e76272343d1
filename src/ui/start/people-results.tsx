"use client";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Person } from "@/shared/people";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";
import { Skeleton } from "@/ui/primitives/skeleton";
import { PersonLine } from "./person-line";
import type { usePeopleSearch } from "./use-people-search";

interface PeopleResultsProps {
  search: ReturnType<typeof usePeopleSearch>;
  /** What was typed, for the words when nobody was found. */
  query: string;
  onChoose(person: Person): void;
  /** Given, each person is ticked on and off instead of opened. */
  chosenIds?: ReadonlySet<string>;
  /** Nobody can be chosen now: one is being opened. */
  disabled?: boolean;
}

/** The people that a search found, to be opened or ticked. */
export function PeopleResults({ search, query, onChoose, chosenIds, disabled = false }: PeopleResultsProps) {
  const t = useTranslations("chat.start");
  const common = useTranslations("common");
  const { status, people, hasMore } = search;
  if (status === "error") {
    return (
      <EmptyState isError title={t("loadFailed")} action={<Button onClick={search.retry}>{common("tryAgain")}</Button>} className="py-6" />
    );
  }
  if (people.length === 0) {
    return status === "loading" ? (
      <PeopleSkeleton />
    ) : (
      <EmptyState title={query.trim() ? t("nobodyCalled", { query: query.trim() }) : t("nobody")} className="py-6" />
    );
  }
  return (
    <div aria-busy={status === "loading"}>
      <ul aria-label={t("people")} className="-mx-2">
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              disabled={disabled}
              aria-pressed={chosenIds ? chosenIds.has(person.id) : undefined}
              onClick={() => onChoose(person)}
              className="flex min-h-13 w-full items-center gap-3 rounded-lg px-2 py-1.5 -outline-offset-2 hover:bg-sunken disabled:opacity-60"
            >
              <PersonLine
                person={person}
                end={
                  chosenIds && (
                    <span
                      aria-hidden
                      className={`grid size-5 place-items-center rounded-full border ${chosenIds.has(person.id) ? "border-accent bg-accent text-accent-ink" : "border-control"}`}
                    >
                      {chosenIds.has(person.id) && <Check className="size-3.5" />}
                    </span>
                  )
                }
              />
            </button>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="quiet" onClick={search.loadMore} disabled={status === "loading"} className="mt-1 w-full">
          {t("morePeople")}
        </Button>
      )}
    </div>
  );
}

function PeopleSkeleton() {
  const t = useTranslations("chat.start");
  return (
    <div role="status">
      <span className="sr-only">{t("loadingPeople")}</span>
      {["w-32", "w-40", "w-28", "w-36"].map((width) => (
        <div key={width} className="flex h-13 items-center gap-3">
          <Skeleton className="size-9 rounded-full" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  );
}
