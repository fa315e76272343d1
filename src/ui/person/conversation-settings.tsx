"use client";
import { Archive, ArchiveRestore, Bell, BellOff, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactElement, useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import { isArchived } from "@/shared/archived";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { dayNumber, type Times } from "@/ui/hooks/format-time";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { Button } from "@/ui/primitives/button";
import { Menu, MenuItem } from "@/ui/primitives/menu";
import { ConfirmDialog } from "./confirm-dialog";
import { useVerb } from "./use-verb";

const hourMs = 60 * 60 * 1000;
/** A mute without an end: later than anybody waits. */
const forEver = "9999-12-31T00:00:00.000Z";

const rowClass = "w-full justify-start gap-2.5";

/** What the viewer sets for themselves: mute, archive, and leave a group. */
export function ConversationSettings({ conversation, onGone }: { conversation: ConversationState; onGone(): void }) {
  const t = useTranslations("chat.person");
  const me = useViewer();
  const client = useChatClient();
  const { isBusy, run } = useVerb();
  const [isLeaving, setLeaving] = useState(false);
  const own = conversation.participants.find(({ id }) => id === me.id);
  if (!own || own.leftAt !== null) return null;
  const archived = isArchived(conversation.own, conversation.lastSeq);
  const archive = async () => {
    if (await run(() => client.setArchived(conversation.id, !archived), t(archived ? "unarchived" : "archived"))) onGone();
  };
  return (
    <section aria-label={t("settings")} className="flex flex-col gap-0.5 px-2 py-3">
      <MuteRow conversation={conversation} />
      <Button variant="quiet" className={rowClass} disabled={isBusy} onClick={() => void archive()}>
        {archived ? <ArchiveRestore aria-hidden className="size-4" /> : <Archive aria-hidden className="size-4" />}
        {t(archived ? "unarchive" : "archive")}
      </Button>
      {conversation.type === "group" && (
        <Button variant="quiet" className={`${rowClass} text-danger! hover:bg-danger-tint`} onClick={() => setLeaving(true)}>
          <LogOut aria-hidden className="size-4" />
          {t("leave")}
        </Button>
      )}
      <ConfirmDialog
        open={isLeaving}
        title={conversation.name === null ? t("leaveAskUnnamed") : t("leaveAsk", { name: conversation.name })}
        description={t("leaveHint")}
        action={t("leaveAction")}
        isBusy={isBusy}
        onCancel={() => setLeaving(false)}
        onConfirm={async () => {
          if (await run(() => client.leave(conversation.id))) {
            setLeaving(false);
            onGone();
          }
        }}
      />
    </section>
  );
}

function MuteRow({ conversation }: { conversation: ConversationState }) {
  const t = useTranslations("chat.person");
  const times = useTimes();
  const client = useChatClient();
  const now = useNow();
  const { run } = useVerb();
  const until = conversation.own.mutedUntil;
  const isMuted = until !== null && Date.parse(until) > now;
  const mute = (mutedUntil: string | null) => void run(() => client.setMuted(conversation.id, mutedUntil));
  const inHours = (hours: number) => new Date(now + hours * hourMs).toISOString();
  if (isMuted) {
    return (
      <Button variant="quiet" className={rowClass} onClick={() => mute(null)}>
        <Bell aria-hidden className="size-4" />
        {t("unmute")}
        <span className="ml-auto text-small font-normal text-ink-faint">
          {until === forEver ? t("muted") : t("mutedUntil", { time: untilText(until, now, times) })}
        </span>
      </Button>
    );
  }
  const trigger: ReactElement = (
    <Button variant="quiet" className={rowClass}>
      <BellOff aria-hidden className="size-4" />
      {t("mute")}
    </Button>
  );
  return (
    <Menu trigger={trigger} align="start">
      <MenuItem onSelect={() => mute(inHours(1))}>{t("muteHours", { hours: 1 })}</MenuItem>
      <MenuItem onSelect={() => mute(inHours(8))}>{t("muteHours", { hours: 8 })}</MenuItem>
      <MenuItem onSelect={() => mute(inHours(24 * 7))}>{t("muteWeek")}</MenuItem>
      <MenuItem onSelect={() => mute(forEver)}>{t("muteForEver")}</MenuItem>
    </Menu>
  );
}

function untilText(until: string, now: number, times: Times): string {
  return dayNumber(until) === dayNumber(now) ? times.clock(until) : times.day(until, now);
}
