"use client";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import type { MemberField, PersonFile } from "@/shared/member-fields";
import { useCaseDesk } from "@/ui/case/use-case-desk";
import { regionOf } from "@/ui/hooks/format-time";
import { Button } from "@/ui/primitives/button";
import { Facts } from "./facts";

/** What is known of the member: since when they are here, and what the main API says, as it comes. */
export function MemberFields({ memberId, fields }: { memberId: string; fields: readonly MemberField[] }) {
  const t = useTranslations("case.panel");
  const locale = useLocale();
  const [person, readAgain] = usePerson(memberId);
  const region = regionOf(locale, navigator.languages);
  const { here, utc, number } = useMemo(() => formatsOf(region), [region]);
  return (
    <Facts
      facts={[
        {
          label: t("since"),
          value: person === "failed" ? <TryAgain onRetry={readAgain} /> : person ? here.format(new Date(person.since)) : "…",
        },
        ...fields.map((field) => ({
          label: field.label,
          value:
            field.type === "number"
              ? number.format(field.value)
              : field.type === "date"
                ? utc.format(new Date(`${field.value}T00:00:00Z`))
                : field.value,
        })),
      ]}
    />
  );
}

function formatsOf(region: string) {
  return {
    here: new Intl.DateTimeFormat(region, { dateStyle: "medium" }),
    utc: new Intl.DateTimeFormat(region, { dateStyle: "medium", timeZone: "UTC" }),
    number: new Intl.NumberFormat(region, { maximumFractionDigits: 6 }),
  };
}

/** Without it the rest of the panel stands all the same. */
function TryAgain({ onRetry }: { onRetry(): void }) {
  const t = useTranslations("common");
  return (
    <Button size="small" onClick={onRetry}>
      {t("tryAgain")}
    </Button>
  );
}

/** Who somebody is, and how to ask once more. */
function usePerson(userId: string): [person: PersonFile | "failed" | null, readAgain: () => void] {
  const desk = useCaseDesk();
  const [person, setPerson] = useState<PersonFile | "failed" | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks again
  useEffect(() => {
    let isMounted = true;
    setPerson(null);
    desk.person(userId).then(
      (read) => isMounted && setPerson(read),
      () => isMounted && setPerson("failed"),
    );
    return () => {
      isMounted = false;
    };
  }, [desk, userId, round]);
  return [person, () => setRound((before) => before + 1)];
}
