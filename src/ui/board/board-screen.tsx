"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { Board } from "@/shared/reports";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { Badge } from "@/ui/primitives/badge";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { Failed } from "@/ui/reports/failed";
import { Loading } from "@/ui/reports/loading";
import { BoardNumbers } from "./board-numbers";
import { BoardStaff } from "./board-staff";

/** The desk as it is now, and the day so far. */
export function BoardScreen() {
  const t = useTranslations("reports");
  const board = useLiveBoard();
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 pb-10 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-title font-semibold">{t("page.board")}</h1>
        {board.data && board.data.isOpen !== null && (
          <Badge tone={board.data.isOpen ? "accent" : "neutral"}>{t(board.data.isOpen ? "board.isOpen" : "board.isClosed")}</Badge>
        )}
        <p className="basis-full text-body text-ink-muted">{t("board.intro")}</p>
      </div>
      {board.data ? (
        <LiveBoard board={board.data} />
      ) : board.isError ? (
        <Failed error={board.error} onRetry={() => void board.refetch()} />
      ) : (
        <BoardSkeleton />
      )}
    </div>
  );
}

function LiveBoard({ board }: { board: Board }) {
  const now = useNow(1_000);
  return (
    <>
      <BoardNumbers board={board} now={now} />
      <BoardStaff board={board} now={now} />
    </>
  );
}

/** Of many things that happen at once the board is read anew once. */
const atMostEveryMs = 1_000;
/** What no event tells: a new day, somebody new at the desk. */
const atLeastEveryMs = 60_000;

/** Asks again whenever the desk's events say that something has changed. */
function useLiveBoard() {
  const board = api.reports.board.useQuery(undefined, { refetchInterval: atLeastEveryMs });
  const client = useChatClient();
  const refetch = useRef(board.refetch);
  refetch.current = board.refetch;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = client.queue("all").subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void refetch.current();
      }, atMostEveryMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [client]);
  return board;
}

function BoardSkeleton() {
  return (
    <Loading className="gap-4">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-24 rounded-xl" />
        ))}
      </div>
      <Skeleton className="h-28 rounded-xl" />
      <Skeleton className="h-80 rounded-xl" />
    </Loading>
  );
}
