"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { DeskGym } from "@/shared/people";

const SetupGymContext = createContext<DeskGym | null>(null);

/** Says to everything inside which gym's desk is set up. */
export function SetupGymProvider({ gym, children }: { gym: DeskGym; children: ReactNode }) {
  return <SetupGymContext value={gym}>{children}</SetupGymContext>;
}

/** The gym whose desk is set up. */
export function useSetupGym(): DeskGym {
  const gym = useContext(SetupGymContext);
  if (!gym) throw new Error("useSetupGym needs a SetupGymProvider above it");
  return gym;
}
