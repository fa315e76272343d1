"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Person } from "@/shared/people";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";
import { PeoplePicker } from "@/ui/start/people-picker";
import { useVerb } from "./use-verb";

/** Adds people to a group. */
export function AddPeopleDialog({ conversation, onClose }: { conversation: ConversationState; onClose(): void }) {
  const t = useTranslations("chat.person");
  const common = useTranslations("common");
  const client = useChatClient();
  const { isBusy, run } = useVerb();
  const [chosen, setChosen] = useState<Person[]>([]);
  const [present] = useState(() => new Set(conversation.participants.filter((one) => one.leftAt === null).map(({ id }) => id)));
  const add = async () => {
    const ids = chosen.map(({ id }) => id);
    if (await run(() => client.addParticipants(conversation.id, ids))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("addPeople")}
      description={conversation.name ?? undefined}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button variant="primary" disabled={isBusy || chosen.length === 0} onClick={() => void add()}>
            {chosen.length > 1 ? t("addCount", { count: chosen.length }) : t("add")}
          </Button>
        </>
      }
    >
      <PeoplePicker chosen={chosen} onChange={setChosen} leaveOut={present} isFirst />
    </Dialog>
  );
}
