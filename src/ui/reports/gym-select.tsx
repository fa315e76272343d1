"use client";
import { useTranslations } from "next-intl";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { field } from "./field-class";

interface GymSelectProps {
  id: string;
  /** None: all of them. */
  chosen: readonly string[];
  onChosen(gymIds: string[] | undefined): void;
}

/**
 * Whose numbers: one gym's, or those of all at whose desk the viewer works. Whoever works at a single one reads its name, so that nobody takes its numbers for
 * those of another.
 */
export function GymSelect({ id, chosen, onChosen }: GymSelectProps) {
  const t = useTranslations("reports.filters");
  const gyms = useDeskGyms();
  const [first] = chosen;
  const value = gyms.length === 1 ? gyms[0]?.id : chosen.length > 1 ? "several" : (first ?? "");
  return (
    <select
      id={id}
      className={field}
      value={value}
      disabled={gyms.length === 1}
      onChange={({ target }) => onChosen(target.value === "" ? undefined : [target.value])}
    >
      {gyms.length > 1 && <option value="">{t("allGyms")}</option>}
      {chosen.length > 1 && <option value="several">{t("someGyms", { count: chosen.length })}</option>}
      {chosen.length === 1 && !gyms.some((gym) => gym.id === first) && <option value={first}>{t("otherGym")}</option>}
      {gyms.map((gym) => (
        <option key={gym.id} value={gym.id}>
          {gym.name}
        </option>
      ))}
    </select>
  );
}
