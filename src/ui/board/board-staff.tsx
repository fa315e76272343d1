"use client";
import { useTranslations } from "next-intl";
import type { Board } from "@/shared/reports";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge } from "@/ui/primitives/badge";
import { reportHref } from "@/ui/reports/report-place";
import { ScrollTable } from "@/ui/reports/scroll-table";
import { SectionCard } from "@/ui/reports/section-card";
import { BoardShareCells, BoardShareHeads, boardCell, boardHead, Count } from "./board-share";

type Member = Board["staff"][number];

interface BoardStaffProps {
  board: Board;
  /** What the board is narrowed to; none: all of the viewer's gyms. */
  gymIds: readonly string[];
  /** Epoch ms. */
  now: number;
}

/** Who has what. First what nobody has, then those for whom the most members wait. */
export function BoardStaff({ board, gymIds, now }: BoardStaffProps) {
  const t = useTranslations("reports.board");
  const staff = [...board.staff].sort((a, b) => b.waiting - a.waiting || b.open - a.open || a.person.name.localeCompare(b.person.name));
  return (
    <SectionCard title={t("who")} description={t("whoMeans")}>
      <ScrollTable caption={t("who")}>
        <thead className="bg-sunken text-small text-ink-muted">
          <tr>
            <th scope="col" className={boardHead}>
              {t("person")}
            </th>
            <BoardShareHeads />
            <th scope="col" className={boardHead}>
              {t("written")}
            </th>
            <th scope="col" className={boardHead}>
              {t("resolved")}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-t hover:bg-sunken">
            <th scope="row" className="py-2 pr-2.5 pl-4 text-left font-medium text-ink-muted">
              {t("nobodyYet")}
            </th>
            <BoardShareCells share={board.unassigned} now={now} of={{ gymIds, assignee: "none" }} />
            <td className={boardCell} />
            <td className={boardCell} />
          </tr>
          {staff.map((one) => (
            <StaffRow key={one.person.id} one={one} day={board.day} gymIds={gymIds} now={now} />
          ))}
        </tbody>
      </ScrollTable>
    </SectionCard>
  );
}

interface StaffRowProps extends Omit<BoardStaffProps, "board"> {
  one: Member;
  day: string;
}

function StaffRow({ one, day, gymIds, now }: StaffRowProps) {
  const t = useTranslations("reports.board");
  const { status } = usePresence(one.person.id);
  const rows = (figure: "messagesOut" | "resolved") =>
    reportHref({ from: day, to: day, gymIds: [...gymIds], staffId: one.person.id, figure, order: "newest" });
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
      <BoardShareCells share={one} now={now} of={{ gymIds, assignee: one.person.id }} />
      <td className={boardCell}>
        <Count href={rows("messagesOut")}>{one.written}</Count>
      </td>
      <td className={boardCell}>
        <Count href={rows("resolved")}>{one.resolved}</Count>
      </td>
    </tr>
  );
}
