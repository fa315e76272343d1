import { runCommand } from "@/ui/commands/use-commands";

/** Leaves the case that was dealt with for the next one of the list, unless somebody has gone elsewhere meanwhile. */
export function goToNext(conversationId: string): void {
  if (window.location.pathname.endsWith(`/${conversationId}`)) runCommand("list.advance");
}
