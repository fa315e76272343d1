"use client";
import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import { limits } from "@/shared/limits";
import { mayManageGroups } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useTimes } from "@/ui/hooks/use-times";
import { Avatar } from "@/ui/primitives/avatar";
import { Button, IconButton } from "@/ui/primitives/button";
import { TextField } from "@/ui/primitives/text-field";
import { useVerb } from "./use-verb";

/** A group, or for a member the front desk: its name, which trainers and staff may change. */
export function GroupCard({ conversation }: { conversation: ConversationState }) {
  const t = useTranslations("chat.person");
  const times = useTimes();
  const me = useViewer();
  const [isRenaming, setRenaming] = useState(false);
  const { title, person } = subjectOf(conversation, me);
  const isGroup = conversation.type === "group";
  return (
    <section aria-label={title} className="flex flex-col items-center px-4 pt-6 pb-4">
      <Avatar person={person} size={72} />
      {isRenaming ? (
        <RenameForm conversation={conversation} onDone={() => setRenaming(false)} />
      ) : (
        <div className="mt-3 flex items-center gap-1">
          <h3 className="text-center text-title font-semibold break-words">{title}</h3>
          {isGroup && mayManageGroups(me.role) && (
            <IconButton label={t("rename")} size="small" onClick={() => setRenaming(true)}>
              <Pencil className="size-3.5" aria-hidden />
            </IconButton>
          )}
        </div>
      )}
      <p className="text-body text-ink-muted">{isGroup ? t("since", { date: times.date(conversation.createdAt) }) : me.gym.name}</p>
    </section>
  );
}

function RenameForm({ conversation, onDone }: { conversation: ConversationState; onDone(): void }) {
  const t = useTranslations("chat");
  const common = useTranslations("common");
  const client = useChatClient();
  const { isBusy, run } = useVerb();
  const [name, setName] = useState(conversation.name ?? "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === (conversation.name ?? "")) onDone();
    else if (name.trim() !== "" && (await run(() => client.rename(conversation.id, name.trim())))) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)} onKeyDown={(event) => event.key === "Escape" && onDone()} className="mt-3 mb-1 w-full">
      <TextField
        label={t("person.groupName")}
        hideLabel
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={limits.conversationNameCharactersMax}
        error={name.trim() === "" ? t("start.nameMissing") : null}
        autoFocus
        autoComplete="off"
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button size="small" variant="quiet" onClick={onDone}>
          {common("cancel")}
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={isBusy || name.trim() === ""}>
          {common("save")}
        </Button>
      </div>
    </form>
  );
}
