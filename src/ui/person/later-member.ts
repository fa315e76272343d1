import { type LaterPart, loadLater } from "@/ui/shell/load-later";
import type { MemberPanelProps } from "./member-panel";

let panel: LaterPart<MemberPanelProps> | null = null;

/** What a desk knows of a member. Its code is asked for when a desk first draws it: a member's page never does. */
export function memberPanel(): LaterPart<MemberPanelProps> {
  panel ??= loadLater(() => import("./member-panel").then((part) => part.MemberPanel));
  return panel;
}
