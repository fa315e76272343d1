"use client";
import { useTranslations } from "next-intl";
import type { StaffMember } from "@/shared/desk-setup";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { Badge } from "@/ui/primitives/badge";
import { goTo } from "@/ui/reports/use-report-place";
import { setupHref } from "./gym-choice";
import { StaffPerson, staffCell } from "./staff-person";

/** Somebody of another gym who works at this desk too. What holds for them is set up where they are at home. */
export function GuestRow({ person }: { person: StaffMember }) {
  const t = useTranslations("admin.staff");
  const roles = useTranslations("common.roles");
  const { role, capacity, shift, gym } = person;
  return (
    <tr className="border-t">
      <StaffPerson person={person}>
        <span className="mt-0.5 block">
          <Badge>{t("from", { gym: gym.name })}</Badge>
        </span>
      </StaffPerson>
      <td className={staffCell}>{roles(role)}</td>
      <td className={`${staffCell} tabular-nums`}>{capacity ?? t("usual")}</td>
      <td className={staffCell}>{shift && t(shift.state === "on" ? "on" : shift.handsOver ? "handsOver" : "away")}</td>
      <td className={staffCell}>
        <WayHome person={person} />
      </td>
    </tr>
  );
}

/** To their own gym's staff, for an admin of that one too. */
function WayHome({ person: { name, gym } }: { person: StaffMember }) {
  const t = useTranslations("admin.staff");
  const isMine = useDeskGyms().some(({ id }) => id === gym.id);
  if (!isMine) return <span className="text-small text-ink-muted">{t("setUpThere")}</span>;
  const href = setupHref(gym.id, "#staff");
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        goTo(href);
      }}
      className="rounded-sm text-small font-medium whitespace-nowrap text-accent-text hover:underline"
    >
      {t("toTheirs")}
      <span className="sr-only"> {name}</span>
    </a>
  );
}
