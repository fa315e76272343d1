"use client";
import { useMemo } from "react";
import type { DeskGym } from "@/shared/people";
import { deskGymsOf } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { shortGymNames } from "./short-gym-names";

const noNames: ReadonlyMap<string, string> = new Map();

/** The gyms at whose desk the viewer works, their own first. */
export function useDeskGyms(): readonly DeskGym[] {
  const { role, gym, desks } = useViewer();
  return useMemo(() => deskGymsOf({ role, gym, desks }), [role, gym, desks]);
}

/** What the viewer's gyms are called where there is little room, by id; nothing for whoever works at one desk, where no gym needs a name. */
export function useGymNames(): ReadonlyMap<string, string> {
  const gyms = useDeskGyms();
  return useMemo(() => (gyms.length > 1 ? shortGymNames(gyms) : noNames), [gyms]);
}

/** One of the viewer's gyms; their own instead of one that is not among them. */
export function useDeskGym(gymId: string): DeskGym {
  const { gym } = useViewer();
  return useDeskGyms().find(({ id }) => id === gymId) ?? gym;
}
