"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { StaffMember } from "@/shared/desk-setup";
import { Avatar } from "@/ui/primitives/avatar";

/** A cell of the table of staff. */
export const staffCell = "px-2.5 py-2 first:pl-4 last:pr-4";

/** The head of somebody's row: who they are and what they have; `children` stand below. */
export function StaffPerson({ person, children }: { person: StaffMember; children?: ReactNode }) {
  const t = useTranslations("admin.staff");
  return (
    <th scope="row" className={`${staffCell} text-left font-medium`}>
      <span className="flex items-center gap-2.5 whitespace-nowrap">
        <Avatar person={person} size={28} />
        <span>
          {person.name}
          <span className="block text-small font-normal text-ink-muted">{t("load", { open: person.open, waiting: person.waiting })}</span>
          {children}
        </span>
      </span>
    </th>
  );
}
