"use client";
import { useTranslations } from "next-intl";
import type { BulkFailure } from "@/shared/bulk";
import type { QueueItem } from "@/shared/support";
import { explainCode } from "@/ui/connect/explain-error";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";

interface FailuresDialogProps {
  failures: readonly BulkFailure[];
  /** The cases that were meant, as far as they were loaded. */
  items: readonly QueueItem[];
  onClose(): void;
}

/** Which cases an action left as they are, one by one, and why. */
export function FailuresDialog({ failures, items, onClose }: FailuresDialogProps) {
  const t = useTranslations("frame.bulk");
  const me = useViewer();
  const client = useChatClient();
  const nameOf = (id: string) => {
    const conversation = items.find((item) => item.conversation.id === id)?.conversation ?? client.thread(id).getSnapshot().conversation;
    return conversation ? subjectOf(conversation, me).title : t("failedMember");
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("failedTitle", { count: failures.length })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("close")}
        </Button>
      }
    >
      <ul className="flex flex-col divide-y divide-line">
        {failures.map(({ conversationId, code, by }) => (
          <li key={conversationId} className="py-2">
            <p className="text-body font-medium">{nameOf(conversationId)}</p>
            <p className="text-dense text-ink-muted">{by ? t("changedBy", { name: by.name }) : explainCode(code)}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
