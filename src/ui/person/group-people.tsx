"use client";
import { MessageSquare, MoreHorizontal, UserMinus, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Participant } from "@/shared/conversations";
import { mayManageGroups, mayReach } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button, IconButton } from "@/ui/primitives/button";
import { Menu, MenuItem } from "@/ui/primitives/menu";
import { PersonLine } from "@/ui/start/person-line";
import { AddPeopleDialog } from "./add-people-dialog";
import { ConfirmDialog } from "./confirm-dialog";
import { useVerb } from "./use-verb";

/** More than these are drawn only when asked for. */
const shownAtFirst = 25;

/** Who takes part; trainers and staff add and remove people of a group. */
export function GroupPeople({ conversation, onOpen }: { conversation: ConversationState; onOpen(conversationId: string): void }) {
  const t = useTranslations("chat.person");
  const me = useViewer();
  const [isAdding, setAdding] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const [leaving, setLeaving] = useState<Participant | null>(null);
  const client = useChatClient();
  const { isBusy, run } = useVerb();
  const people = conversation.participants.filter((one) => one.leftAt === null);
  const mayManage = conversation.type === "group" && mayManageGroups(me.role) && people.some(({ id }) => id === me.id);
  const shown = showsAll ? people : people.slice(0, shownAtFirst);
  return (
    <section aria-label={t("people")} className="px-4 py-4">
      <header className="mb-1 flex min-h-7 items-center justify-between">
        <h3 className="text-dense font-semibold">
          {t("people")} <span className="font-normal text-ink-faint tabular-nums">{people.length}</span>
        </h3>
        {mayManage && (
          <Button size="small" variant="quiet" onClick={() => setAdding(true)} className="-mr-2">
            <UserPlus aria-hidden className="size-3.5" />
            {t("add")}
          </Button>
        )}
      </header>
      <ul>
        {shown.map((person) => (
          <li key={person.id} className="flex min-h-12 items-center gap-3">
            <PersonLine
              person={person}
              note={person.id === me.id ? t("you") : undefined}
              end={<PersonMenu person={person} mayRemove={mayManage} onOpen={onOpen} onRemove={() => setLeaving(person)} />}
            />
          </li>
        ))}
      </ul>
      {people.length > shown.length && (
        <Button variant="quiet" size="small" onClick={() => setShowsAll(true)} className="w-full">
          {t("showAll", { count: people.length })}
        </Button>
      )}
      {isAdding && <AddPeopleDialog conversation={conversation} onClose={() => setAdding(false)} />}
      <ConfirmDialog
        open={leaving !== null}
        title={t("removeAsk", { name: leaving?.name ?? "" })}
        description={t("removeHint")}
        action={t("remove")}
        isBusy={isBusy}
        onCancel={() => setLeaving(null)}
        onConfirm={async () => {
          if (leaving && (await run(() => client.removeParticipant(conversation.id, leaving.id)))) setLeaving(null);
        }}
      />
    </section>
  );
}

interface PersonMenuProps {
  person: Participant;
  mayRemove: boolean;
  onOpen(conversationId: string): void;
  onRemove(): void;
}

function PersonMenu({ person, mayRemove, onOpen, onRemove }: PersonMenuProps) {
  const t = useTranslations("chat.person");
  const me = useViewer();
  const client = useChatClient();
  const { run } = useVerb();
  // People of a conversation are of one gym.
  const mayWrite = mayReach({ ...me, gymId: me.gym.id }, { ...person, gymId: me.gym.id });
  if (person.id === me.id || (!mayWrite && !mayRemove)) return null;
  const write = () => run(async () => onOpen((await client.startDirect(person.id)).id));
  return (
    <Menu
      trigger={
        <IconButton label={t("more", { name: person.name })} size="small" className="-mr-1.5">
          <MoreHorizontal className="size-4" aria-hidden />
        </IconButton>
      }
    >
      {mayWrite && (
        <MenuItem icon={<MessageSquare />} onSelect={() => void write()}>
          {t("writeTo", { name: person.name })}
        </MenuItem>
      )}
      {mayRemove && (
        <MenuItem icon={<UserMinus />} danger onSelect={onRemove}>
          {t("removeFromGroup")}
        </MenuItem>
      )}
    </Menu>
  );
}
