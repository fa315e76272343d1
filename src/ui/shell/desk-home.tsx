"use client";
import type { Me } from "@/shared/people";
import { HomeStart } from "@/ui/offline/home-start";
import { DeskPartsContext } from "./desk-parts";
import { DeskScreen } from "./desk-screen";
import { deskParts } from "./later-desk-parts";
import { DeskSkeleton } from "./screen-skeleton";

/** Everything under /desk, from the first paint. `viewer` is null where the server was not asked. */
export function DeskHome({ viewer }: { viewer: Me | null }) {
  return (
    <HomeStart home="/desk" viewer={viewer} fallback={<DeskSkeleton />}>
      <DeskPartsContext value={deskParts}>
        <DeskScreen />
      </DeskPartsContext>
    </HomeStart>
  );
}
