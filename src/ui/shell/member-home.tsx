"use client";
import type { Me } from "@/shared/people";
import { HomeStart } from "@/ui/offline/home-start";
import { MemberScreen } from "./member-screen";
import { MemberSkeleton } from "./screen-skeleton";

/** Everything under /chat, from the first paint. `viewer` is null where the server was not asked. */
export function MemberHome({ viewer }: { viewer: Me | null }) {
  return (
    <HomeStart home="/chat" viewer={viewer} fallback={<MemberSkeleton gymName={viewer?.gym.name} />}>
      <MemberScreen />
    </HomeStart>
  );
}
