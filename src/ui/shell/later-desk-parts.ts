import type { DeskParts } from "./desk-parts";
import { loadLater } from "./load-later";

export const deskParts: DeskParts = {
  casePane: loadLater(() => import("@/ui/case/case-pane").then((part) => part.CasePane)),
  memberPanel: loadLater(() => import("@/ui/person/member-panel").then((part) => part.MemberPanel)),
};
