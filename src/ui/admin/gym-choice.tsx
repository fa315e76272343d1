"use client";
import { useTranslations } from "next-intl";
import type { DeskGym } from "@/shared/people";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { goTo, useSearch } from "@/ui/reports/use-report-place";
import { useDraftGyms } from "./drafts";
import { SelectInput } from "./fields";

/** Which of the viewer's gyms is set up, from the address; without one, or with one that is not theirs, their own. */
export function useChosenGym(): DeskGym {
  const wanted = useSearch().get("gym");
  const gyms = useDeskGyms();
  const gym = gyms.find(({ id }) => id === wanted) ?? gyms[0];
  if (!gym) throw new Error("whoever sets up a desk works at one");
  return gym;
}

/** Chooses it, for admins of several; what is not saved at one stays while another is looked at. */
export function GymChoice({ chosen }: { chosen: DeskGym }) {
  const t = useTranslations("admin");
  const gyms = useDeskGyms();
  const withDrafts = useDraftGyms();
  if (gyms.length < 2) return null;
  return (
    <SelectInput
      label={t("whichGym")}
      className="w-full sm:w-64"
      value={chosen.id}
      onChange={({ target }) => goTo(setupHref(target.value, window.location.hash))}
    >
      {gyms.map(({ id, name }) => (
        <option key={id} value={id}>
          {withDrafts.has(id) ? t("gymUnsaved", { gym: name }) : name}
        </option>
      ))}
    </SelectInput>
  );
}

/** The address of a part of a gym's setup (`#hours`). */
export function setupHref(gymId: string, hash: string): string {
  return `/desk/admin?${new URLSearchParams({ gym: gymId })}${hash}`;
}
