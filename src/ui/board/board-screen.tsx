"use client";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import type { Board } from "@/shared/reports";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { Badge } from "@/ui/primitives/badge";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { Failed } from "@/ui/reports/failed";
import { GymSelect } from "@/ui/reports/gym-select";
import { Loading } from "@/ui/reports/loading";
import { ReadAnew } from "@/ui/reports/read-anew";
import { goTo, useAskedGyms } from "@/ui/reports/use-report-place";
import { BoardGyms } from "./board-gyms";
import { BoardNumbers } from "./board-numbers";
import { BoardStaff } from "./board-staff";

/** The desk as it is now, and the day so far. */
export function BoardScreen() {
  const t = useTranslations("reports");
  const gymIds = useAskedGyms();
  const isOneGym = useDeskGyms().length === 1;
  const board = useLiveBoard(gymIds);
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 pb-10 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-title font-semibold">{t("page.board")}</h1>
        {board.data && board.data.gyms.length === 1 && board.data.isOpen !== null && (
          <Badge tone={board.data.isOpen ? "accent" : "neutral"}>{t(board.data.isOpen ? "board.isOpen" : "board.isClosed")}</Badge>
        )}
        {!isOneGym && <BoardGym gymIds={gymIds} />}
        <p className="basis-full text-body text-ink-muted">{t("board.intro")}</p>
      </div>
      {board.data ? (
        <ReadAnew isReading={board.isPlaceholderData}>
          <LiveBoard board={board.data} gymIds={gymIds} />
        </ReadAnew>
      ) : board.isError ? (
        <Failed error={board.error} onRetry={() => void board.refetch()} />
      ) : (
        <BoardSkeleton />
      )}
    </div>
  );
}

/** Whose desks the board shows, for whoever works at several. */
function BoardGym({ gymIds }: { gymIds: readonly string[] }) {
  const t = useTranslations("reports.filters");
  const id = useId();
  return (
    <div className="ml-auto flex items-center gap-2">
      <label htmlFor={id} className="text-small font-medium text-ink-muted">
        {t("gym")}
      </label>
      <GymSelect
        id={id}
        chosen={gymIds}
        onChosen={(chosen) => goTo(chosen ? `/desk/board?${new URLSearchParams({ gym: chosen.join(",") })}` : "/desk/board")}
      />
    </div>
  );
}

function LiveBoard({ board, gymIds }: { board: Board; gymIds: readonly string[] }) {
  const now = useNow(1_000);
  const isOneGym = useDeskGyms().length === 1;
  return (
    <>
      <BoardNumbers board={board} gymIds={gymIds} now={now} />
      {!isOneGym && <BoardGyms board={board} now={now} />}
      <BoardStaff board={board} gymIds={gymIds} now={now} />
    </>
  );
}

/** Of many things that happen at once the board is read anew once. */
const atMostEveryMs = 1_000;
/** What no event tells: a new day, somebody new at the desk. */
const atLeastEveryMs = 60_000;

/** Asks again whenever the desk's events say that something has changed. */
function useLiveBoard(gymIds: readonly string[]) {
  const board = api.reports.board.useQuery(gymIds.length > 0 ? { gymIds: [...gymIds] } : undefined, {
    refetchInterval: atLeastEveryMs,
    placeholderData: (before) => before,
  });
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
