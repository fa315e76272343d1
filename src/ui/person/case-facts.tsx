"use client";
import { useMemo } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Case, CaseStatus } from "@/shared/support";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { formatAgo, formatFull } from "@/ui/hooks/format-time";
import { useNow } from "@/ui/hooks/use-now";
import { useReadable } from "@/ui/hooks/use-readable";
import { WaitingTime } from "@/ui/list/waiting-time";
import { Facts } from "./facts";

const statusNames = { open: "Open", pending: "Pending", snoozed: "Snoozed", resolved: "Resolved" } as const satisfies Record<
  CaseStatus,
  string
>;

/** Where the member's present case stands. Drawn only for who works at its desk. */
export function CaseFacts({ conversation }: { conversation: ConversationState }) {
  const client = useChatClient();
  const current = useReadable(useMemo(() => client.caseOf(conversation.id), [client, conversation.id]));
  const now = useNow();
  if (!current) return null;
  return (
    <section aria-label="Case" className="px-4 py-4">
      <h3 className="mb-2 text-dense font-semibold">Case {current.number}</h3>
      <Facts
        facts={[
          { label: "Status", value: statusNames[current.status] },
          { label: "Topic", value: current.topic ?? "None" },
          { label: "Assigned to", value: assigneeName(current, conversation) },
          { label: "Priority", value: <span className="inline-block first-letter:uppercase">{current.priority}</span> },
          { label: "Opened", value: <time title={formatFull(current.openedAt)}>{formatAgo(current.openedAt, now)}</time> },
          ...(current.waitingSince && current.status !== "resolved"
            ? [{ label: "Waiting", value: <WaitingTime since={current.waitingSince} now={now} /> }]
            : []),
        ]}
      />
    </section>
  );
}

function assigneeName({ assigneeId }: Case, { participants }: ConversationState): string {
  if (assigneeId === null) return "Nobody";
  return participants.find(({ id }) => id === assigneeId)?.name ?? "A colleague";
}
