"use client";
import { useTranslations } from "next-intl";
import type { Board } from "@/shared/reports";
import { Badge } from "@/ui/primitives/badge";
import { ScrollTable } from "@/ui/reports/scroll-table";
import { SectionCard } from "@/ui/reports/section-card";
import { BoardShareCells, BoardShareHeads, boardCell, boardHead, Count } from "./board-share";

/** What waits where: a line for each gym that is looked at. */
export function BoardGyms({ board, now }: { board: Board; now: number }) {
  const t = useTranslations("reports.board");
  return (
    <SectionCard title={t("where")} description={t("whereMeans")}>
      <ScrollTable caption={t("where")}>
        <thead className="bg-sunken text-small text-ink-muted">
          <tr>
            <th scope="col" className={boardHead}>
              {t("gym")}
            </th>
            <BoardShareHeads />
            <th scope="col" className={boardHead}>
              {t("unassigned")}
            </th>
          </tr>
        </thead>
        <tbody>
          {board.gyms.map(({ gym, isOpen, unassigned, ...share }) => (
            <tr key={gym.id} className="border-t hover:bg-sunken">
              <th scope="row" className="py-2 pr-2.5 pl-4 text-left font-medium">
                <span className="flex items-center gap-2">
                  <span className="truncate">{gym.name}</span>
                  {isOpen !== null && <Badge tone={isOpen ? "accent" : "neutral"}>{t(isOpen ? "isOpen" : "isClosed")}</Badge>}
                </span>
              </th>
              <BoardShareCells share={share} now={now} of={{ gymIds: [gym.id] }} />
              <td className={boardCell}>
                <Count href={`/desk?gym=${gym.id}`}>{unassigned}</Count>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </SectionCard>
  );
}
