"use client";
import { useCallback, useEffect, useState } from "react";
import type { LoadStatus } from "@/client/chat-client.types";
import type { Person, Role } from "@/shared/people";
import { useChatClient } from "@/ui/hooks/chat-client-context";

/** Long enough that a word typed at once asks once. */
const typingPauseMs = 180;

interface PeopleSearch {
  status: LoadStatus;
  people: readonly Person[];
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
}

interface Found {
  /** What this answers: an answer to an earlier question is shown, dimmed by `loading`, until the next one comes. */
  question: string;
  people: readonly Person[];
  nextCursor: string | null;
  failed: boolean;
}

const nothing: Found = { question: "", people: [], nextCursor: null, failed: false };

/** Whom the viewer may write to, by name, as they type. `query` null asks nothing. */
export function usePeopleSearch(query: string | null, role?: Role): PeopleSearch {
  const client = useChatClient();
  const [found, setFound] = useState<Found>(nothing);
  const [attempt, setAttempt] = useState(0);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const trimmed = query?.trim() ?? null;
  const question = `${attempt}/${role ?? ""}/${trimmed}`;

  useEffect(() => {
    if (trimmed === null) return;
    let isCurrent = true;
    const timer = setTimeout(
      () => {
        client.searchUsers(trimmed, { role }).then(
          ({ items, nextCursor }) => isCurrent && setFound({ question, people: items, nextCursor, failed: false }),
          () => isCurrent && setFound({ ...nothing, question, failed: true }),
        );
      },
      trimmed === "" ? 0 : typingPauseMs,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, question, trimmed, role]);

  const loadMore = useCallback(() => {
    if (found.nextCursor === null || isLoadingMore || trimmed === null) return;
    setLoadingMore(true);
    client
      .searchUsers(trimmed, { role, cursor: found.nextCursor })
      .then(({ items, nextCursor }) =>
        setFound((before) =>
          before.question === found.question ? { ...before, people: [...before.people, ...items], nextCursor } : before,
        ),
      )
      // The button stays where it is: pressing it again is the way to try again.
      .catch(() => undefined)
      .finally(() => setLoadingMore(false));
  }, [client, found, isLoadingMore, role, trimmed]);

  const isAnswered = found.question === question;
  return {
    status: !isAnswered || isLoadingMore ? "loading" : found.failed ? "error" : "ready",
    people: found.people,
    hasMore: found.nextCursor !== null,
    loadMore,
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}
