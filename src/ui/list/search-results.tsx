"use client";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Person } from "@/shared/people";
import { explainError } from "@/ui/connect/explain-error";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { useReadable } from "@/ui/hooks/use-readable";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";
import { tell } from "@/ui/primitives/notices";
import { PersonLine } from "@/ui/start/person-line";
import { usePeopleSearch } from "@/ui/start/use-people-search";
import { ConversationRow, type ConversationRowProps } from "./conversation-row";
import type { ListHandle } from "./virtual-list";

interface SearchResultsProps {
  query: string;
  mode: "desk" | "member";
  chosenId: string | null;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
  handle?: Ref<ListHandle>;
  about?: ConversationRowProps["about"];
}

/** More matches than these are not shown: another letter finds them. */
const conversationsMax = 12;

/** What a search in the list finds: conversations that are loaded, then people to write to. */
export function SearchResults({ query, mode, chosenId, hrefOf, onOpen, handle, about }: SearchResultsProps) {
  const t = useTranslations("chat.list");
  const common = useTranslations("common");
  const client = useChatClient();
  const me = useViewer();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [isStarting, setStarting] = useState(false);
  const { items } = useReadable(client.conversations("inbox"));
  const search = usePeopleSearch(query);
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matches = items.filter((one) => matchesAll(textOf(one, subjectOf(one, me).title), words)).slice(0, conversationsMax);

  const move = (by: number) => moveFocus(box.current, by);
  const nothing = () => undefined;
  useImperativeHandle(handle, () => ({
    move,
    focusRow: nothing,
    focusedKey: () => null,
    order: () => [],
    beside: () => null,
    first: () => null,
    settle: nothing,
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  };
  const start = async ({ id }: Person) => {
    setStarting(true);
    try {
      onOpen((await client.startDirect(id)).id);
    } catch (error) {
      tell("error", explainError(error));
    } finally {
      setStarting(false);
    }
  };
  const isEmpty = matches.length === 0 && search.people.length === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside have the focus; their keys are handled here once
    <div ref={box} onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto pb-2">
      <p role="status" className="sr-only">
        {search.status === "ready" && t("found", { conversations: matches.length, people: search.people.length })}
      </p>
      {matches.length > 0 && (
        <section aria-label={t("foundConversations")}>
          <SectionTitle>{t("conversations")}</SectionTitle>
          <ul>
            {matches.map((conversation) => (
              <li key={conversation.id} className={mode === "member" ? "h-19" : "h-16"}>
                <ConversationRow
                  conversation={conversation}
                  me={me}
                  mode={mode}
                  now={now}
                  about={about}
                  href={hrefOf(conversation.id)}
                  isChosen={conversation.id === chosenId}
                  onOpen={onOpen}
                  tabIndex={0}
                  data-row={conversation.id}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {search.people.length > 0 && (
        <section aria-label={t("foundPeople")} aria-busy={search.status === "loading"}>
          <SectionTitle>{t("people")}</SectionTitle>
          <ul>
            {search.people.map((person) => (
              <li key={person.id}>
                <button
                  type="button"
                  data-row={person.id}
                  disabled={isStarting}
                  onClick={() => void start(person)}
                  className="flex min-h-14 w-full items-center gap-3 px-3 -outline-offset-2 hover:bg-sunken"
                >
                  <PersonLine person={person} />
                </button>
              </li>
            ))}
          </ul>
          {search.hasMore && (
            <Button variant="quiet" onClick={search.loadMore} disabled={search.status === "loading"} className="mx-3 mt-1">
              {t("morePeople")}
            </Button>
          )}
        </section>
      )}
      {search.status === "error" && (
        <EmptyState
          isError
          title={t("peopleFailed")}
          action={<Button onClick={search.retry}>{common("tryAgain")}</Button>}
          className="py-6"
        />
      )}
      {isEmpty && search.status === "ready" && (
        <EmptyState icon={<SearchX />} title={t("nothingFound")} description={t("nothingFoundHint", { query: query.trim() })} />
      )}
    </div>
  );
}

function SectionTitle({ children }: { children: string }) {
  return <h2 className="px-3 pt-3 pb-1 text-small font-medium text-ink-faint">{children}</h2>;
}

function textOf({ participants, type }: ConversationState, title: string): string {
  const names = type === "group" ? participants.filter((one) => one.leftAt === null).map(({ name }) => name) : [];
  return [title, ...names].join(" ").toLocaleLowerCase();
}

function matchesAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function moveFocus(box: HTMLElement | null, by: number): void {
  const rows = [...(box?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}
