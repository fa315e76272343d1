"use client";
import type { ReactNode } from "react";
import type { ConversationPage } from "@/shared/conversations";
import type { Me } from "@/shared/people";
import { HomeStart } from "@/ui/offline/home-start";
import { MemberScreen } from "./member-screen";
import { MemberSkeleton } from "./screen-skeleton";

interface MemberHomeProps {
  /** `null` where the server was not asked. */
  viewer: Me | null;
  /** The head of the inbox, as the server had it when it served the page. */
  list?: ConversationPage | null;
  /** The same as the server draws it, for the first look. */
  firstList?: ReactNode;
}

/** Everything under /chat, from the first paint. */
export function MemberHome({ viewer, list = null, firstList }: MemberHomeProps) {
  return (
    <HomeStart home="/chat" viewer={viewer} list={list} fallback={<MemberSkeleton gymName={viewer?.gym.name}>{firstList}</MemberSkeleton>}>
      <MemberScreen />
    </HomeStart>
  );
}
