"use client";
import { useTranslations } from "next-intl";
import type { Board, BoardShare } from "@/shared/reports";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge } from "@/ui/primitives/badge";
import { reportHref } from "@/ui/reports/report-place";
import { ScrollTable } from "@/ui/reports/scroll-table";
import { SectionCard } from "@/ui/reports/section-card";
import { useDurations } from "@/ui/reports/use-durations";
import { waitTone } from "./wait-tone";

type Member = Board["staff"][number];

const head = "px-2.5 py-1.5 text-right font-medium whitespace-nowrap first:pl-4 first:text-left last:pr-4";
const cell = "px-2.5 py-2 text-right whitespace-nowrap tabular-nums last:pr-4";

/** Who has what. First what nobody has, then those for whom the most members wait. */
export function BoardStaff({ board, now }: { board: Board; now: number }) {
  const t = useTranslations("reports.board");
  const staff = [...board.staff].sort((a, b) => b.waiting - a.waiting || b.open - a.open || a.person.name.localeCompare(b.person.name));
  return (
    <SectionCard title={t("who")} description={t("whoMeans")}>
      <ScrollTable caption={t("who")}>
        <thead className="bg-sunken text-small text-ink-muted">
          <tr>
            <th scope="col" className={head}>
              {t("person")}
            </th>
            <th scope="col" className={head}>
              {t("waiting")}
            </th>
            <th scope="col" className={head}>
              {t("longest")}
            </th>
            <th scope="col" className={head}>
              {t("open")}
            </th>
            <th scope="col" className={head}>
              {t("pending")}
            </th>
            <th scope="col" className={head}>
              {t("snoozed")}
            </th>
            <th scope="col" className={head}>
              {t("written")}
            </th>
            <th scope="col" className={head}>
              {t("resolved")}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-t hover:bg-sunken">
            <th scope="row" className="py-2 pr-2.5 pl-4 text-left font-medium text-ink-muted">
              {t("nobodyYet")}
            </th>
            <Share share={board.unassigned} now={now} assignee="none" />
            <td className={cell} />
            <td className={cell} />
          </tr>
          {staff.map((one) => (
            <StaffRow key={one.person.id} one={one} day={board.day} now={now} />
          ))}
        </tbody>
      </ScrollTable>
    </SectionCard>
  );
}

function StaffRow({ one, day, now }: { one: Member; day: string; now: number }) {
  const t = useTranslations("reports.board");
  const { status } = usePresence(one.person.id);
  const rows = (figure: "messagesOut" | "resolved") => reportHref({ from: day, to: day, staffId: one.person.id, figure, order: "newest" });
  return (
    <tr className="border-t hover:bg-sunken">
      <th scope="row" className="py-2 pr-2.5 pl-4 text-left font-medium">
        <span className="flex items-center gap-2.5">
          <Avatar person={one.person} size={28} status={status} />
          <span className="min-w-0">
            <span className="block truncate">{one.person.name}</span>
            <span className="flex items-center gap-1.5 text-small font-normal text-ink-muted">
              {t(`presence.${status}`)}
              {one.capacity !== null && <span className="whitespace-nowrap">{t("load", { open: one.open, capacity: one.capacity })}</span>}
            </span>
          </span>
          {one.isAway && <Badge tone="warning">{t("away")}</Badge>}
        </span>
      </th>
      <Share share={one} now={now} assignee={one.person.id} />
      <td className={cell}>
        <Count href={rows("messagesOut")}>{one.written}</Count>
      </td>
      <td className={cell}>
        <Count href={rows("resolved")}>{one.resolved}</Count>
      </td>
    </tr>
  );
}

/** What somebody has; each number opens it in the queue. */
function Share({ share, now, assignee }: { share: BoardShare; now: number; assignee: string }) {
  const duration = useDurations();
  const queue = `/desk?queue=all&assignee=${assignee}`;
  const longest = share.longestSince === null ? null : Math.max(0, now - Date.parse(share.longestSince)) / 1_000;
  return (
    <>
      <td className={`${cell} font-semibold`}>
        <Count href={`${queue}&waiting=1`}>{share.waiting}</Count>
      </td>
      <td className={`${cell} ${waitTone(longest)}`}>{duration(longest)}</td>
      <td className={cell}>
        <Count href={queue}>{share.open}</Count>
      </td>
      <td className={cell}>
        <Count href={queue}>{share.pending}</Count>
      </td>
      <td className={cell}>
        <Count href={`/desk?queue=snoozed&assignee=${assignee}`}>{share.snoozed}</Count>
      </td>
    </>
  );
}

/** A number that opens what it counts, as long as it counts something. */
function Count({ href, children }: { href: string; children: number }) {
  if (children === 0) return <span className="font-normal text-ink-faint">0</span>;
  return (
    <a href={href} className="rounded-sm underline decoration-line-strong underline-offset-3 hover:decoration-ink">
      {children}
    </a>
  );
}
