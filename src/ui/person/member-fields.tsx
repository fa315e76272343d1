"use client";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { MemberField, PersonFile } from "@/shared/member-fields";
import { useCaseDesk } from "@/ui/case/use-case-desk";
import { regionOf } from "@/ui/hooks/format-time";
import { Facts } from "./facts";

/** What is known of the member: since when they are here, and what the main API says, as it comes. */
export function MemberFields({ memberId, fields }: { memberId: string; fields: readonly MemberField[] }) {
  const t = useTranslations("case.panel");
  const locale = useLocale();
  const person = usePerson(memberId);
  const region = regionOf(locale, navigator.languages);
  const day = (date: Date, timeZone?: string) => new Intl.DateTimeFormat(region, { dateStyle: "medium", timeZone }).format(date);
  const number = new Intl.NumberFormat(region, { maximumFractionDigits: 6 });
  return (
    <Facts
      facts={[
        { label: t("since"), value: person ? day(new Date(person.since)) : "…" },
        ...fields.map((field) => ({
          label: field.label,
          value:
            field.type === "number"
              ? number.format(field.value)
              : field.type === "date"
                ? day(new Date(`${field.value}T00:00:00Z`), "UTC")
                : field.value,
        })),
      ]}
    />
  );
}

function usePerson(userId: string): PersonFile | null {
  const desk = useCaseDesk();
  const [person, setPerson] = useState<PersonFile | null>(null);
  useEffect(() => {
    let isMounted = true;
    setPerson(null);
    // Without it the rest of the panel stands all the same.
    desk
      .person(userId)
      .then((read) => isMounted && setPerson(read))
      .catch(() => undefined);
    return () => {
      isMounted = false;
    };
  }, [desk, userId]);
  return person;
}
