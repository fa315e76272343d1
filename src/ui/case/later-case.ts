import { type LaterPart, loadLater } from "@/ui/shell/load-later";
import type { CasePaneProps } from "./case-pane";

let pane: LaterPart<CasePaneProps> | null = null;

/** The desk's pane of a conversation. Its code is asked for when a desk first draws one: a member's page never does. */
export function casePane(): LaterPart<CasePaneProps> {
  pane ??= loadLater(() => import("./case-pane").then((part) => part.CasePane));
  return pane;
}
