"use client";
import { createContext, useContext } from "react";
import type { CasePaneProps } from "@/ui/case/case-pane";
import type { MemberPanelProps } from "@/ui/person/member-panel";
import type { LaterPart } from "./load-later";

/** What the desk alone draws, within what everybody draws. */
export interface DeskParts {
  /** A conversation with its case. */
  readonly casePane: LaterPart<CasePaneProps>;
  /** What a desk knows of a member. */
  readonly memberPanel: LaterPart<MemberPanelProps>;
}

/** A member's page has none of them. It does not even name their code, so that neither it nor what the browser keeps for it can ask for it. */
export const DeskPartsContext = createContext<DeskParts | null>(null);

/** The desk's own parts; `null` on a member's page. */
export function useDeskParts(): DeskParts | null {
  return useContext(DeskPartsContext);
}
