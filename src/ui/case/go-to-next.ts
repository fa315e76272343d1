import { runCommand } from "@/ui/commands/use-commands";

/** The case that was just dealt with is left for the next one of the list. */
export function goToNext(_conversationId: string): void {
  runCommand("list.advance");
}
