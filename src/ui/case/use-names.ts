"use client";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Person } from "@/shared/people";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskSettings } from "./use-case-desk";

/** People of a conversation and of its gym's desk, by id. */
export function usePeople({ participants, gymId }: Pick<ConversationState, "participants" | "gymId">): ReadonlyMap<string, Person> {
  const me = useViewer();
  const staff = useDeskSettings(gymId)?.staff;
  return useMemo(() => new Map([...participants, ...(staff ?? []), me].map((one) => [one.id, one])), [participants, staff, me]);
}

/** How people are called in a sentence: "You" for the viewer, "A colleague" for who is not known here. */
export function useNames(conversation: Pick<ConversationState, "participants" | "gymId">): (id: string) => string {
  const t = useTranslations("case");
  const me = useViewer();
  const people = usePeople(conversation);
  return useCallback((id: string) => (id === me.id ? t("you") : (people.get(id)?.name ?? t("aColleague"))), [t, me.id, people]);
}
