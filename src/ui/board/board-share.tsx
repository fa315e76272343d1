"use client";
import { useTranslations } from "next-intl";
import type { BoardShare } from "@/shared/reports";
import { useDurations } from "@/ui/reports/use-durations";
import { waitTone } from "./wait-tone";

export const boardHead = "px-2.5 py-1.5 text-right font-medium whitespace-nowrap first:pl-4 first:text-left last:pr-4";
export const boardCell = "px-2.5 py-2 text-right whitespace-nowrap tabular-nums last:pr-4";

/** What the columns of a share are called. */
export function BoardShareHeads() {
  const t = useTranslations("reports.board");
  return (["waiting", "longest", "open", "pending", "snoozed"] as const).map((name) => (
    <th key={name} scope="col" className={boardHead}>
      {t(name)}
    </th>
  ));
}

interface BoardShareCellsProps {
  share: BoardShare;
  /** Epoch ms. */
  now: number;
  /** Whose cases these are: what the queue is narrowed to. */
  of: { gymIds: readonly string[]; assignee?: string };
}

/** What somebody, or a gym, has; each number opens it in the queue. */
export function BoardShareCells({ share, now, of }: BoardShareCellsProps) {
  const duration = useDurations();
  const longest = share.longestSince === null ? null : Math.max(0, now - Date.parse(share.longestSince)) / 1_000;
  return (
    <>
      <td className={`${boardCell} font-semibold`}>
        <Count href={queueHref("all", of, "1")}>{share.waiting}</Count>
      </td>
      <td className={`${boardCell} ${waitTone(longest)}`}>{duration(longest)}</td>
      <td className={boardCell}>
        <Count href={queueHref("all", of)}>{share.open}</Count>
      </td>
      <td className={boardCell}>
        <Count href={queueHref("all", of)}>{share.pending}</Count>
      </td>
      <td className={boardCell}>
        <Count href={queueHref("snoozed", of)}>{share.snoozed}</Count>
      </td>
    </>
  );
}

/** The queue as it stands in the address; `waiting` is seconds. */
function queueHref(view: "all" | "snoozed", { gymIds, assignee }: BoardShareCellsProps["of"], waiting?: string): string {
  const search = new URLSearchParams({ queue: view });
  if (gymIds.length > 0) search.set("gym", gymIds.join(","));
  if (assignee) search.set("assignee", assignee);
  if (waiting) search.set("waiting", waiting);
  return `/desk?${search}`;
}

/** A number that opens what it counts, as long as it counts something. */
export function Count({ href, children }: { href: string; children: number }) {
  if (children === 0) return <span className="font-normal text-ink-faint">0</span>;
  return (
    <a href={href} className="rounded-sm underline decoration-line-strong underline-offset-3 hover:decoration-ink">
      {children}
    </a>
  );
}
