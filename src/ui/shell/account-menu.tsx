"use client";
import { LogOut, MonitorX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactElement, type ReactNode, useState } from "react";
import type { PresenceStatus } from "@/shared/presence";
import { explainError } from "@/ui/connect/explain-error";
import { signOut, signOutEverywhere } from "@/ui/connect/sign-out";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient, useConnection } from "@/ui/hooks/chat-client-context";
import { LanguageChoice } from "@/ui/languages/language-choice";
import { ConfirmDialog } from "@/ui/person/confirm-dialog";
import { roleName } from "@/ui/person/role-name";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "@/ui/primitives/menu";
import { tell } from "@/ui/primitives/notices";
import { StatusDot } from "./status-dot";
import { ThemeChoice } from "./theme-choice";

const statuses = [
  { value: "online", icon: <StatusDot status="online" /> },
  { value: "away", icon: <StatusDot status="away" /> },
  { value: "busy", icon: <StatusDot status="busy" /> },
] as const satisfies { value: PresenceStatus; icon: ReactElement }[];

interface AccountMenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  status: PresenceStatus;
  onStatus(status: PresenceStatus): void;
  startsOpen?: boolean;
  /** What can be set up besides, in a group of its own. */
  settings?: ReactNode;
}

/** The viewer's own menu: how they show themselves, the theme, and the ways out. */
export function AccountMenu({ trigger, status, onStatus, startsOpen, settings }: AccountMenuProps) {
  const t = useTranslations("chat.account");
  const me = useViewer();
  const client = useChatClient();
  const { queued } = useConnection();
  const [asks, setAsks] = useState<"here" | "everywhere" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leave = async (way: "here" | "everywhere") => {
    setBusy(true);
    try {
      await (way === "here" ? signOut(client) : signOutEverywhere(client));
    } catch (error) {
      tell("error", explainError(error));
      setBusy(false);
      setAsks(null);
    }
  };
  return (
    <>
      <Menu trigger={trigger} startsOpen={startsOpen}>
        <div className="px-2 pt-1.5 pb-2">
          <p className="text-body font-medium">{me.name}</p>
          <p className="text-small text-ink-faint">
            {roleName(me.role)}, {me.gym.name}
          </p>
        </div>
        <MenuSeparator />
        <MenuChoice<PresenceStatus>
          label={t("status")}
          value={status}
          options={statuses.map((one) => ({ ...one, label: t(one.value) }))}
          onChange={onStatus}
        />
        <MenuSeparator />
        <ThemeChoice />
        <MenuSeparator />
        <LanguageChoice />
        {settings}
        <MenuSeparator />
        <MenuItem icon={<LogOut />} onSelect={() => (queued > 0 ? setAsks("here") : void leave("here"))}>
          {t("signOut")}
        </MenuItem>
        <MenuItem icon={<MonitorX />} onSelect={() => setAsks("everywhere")}>
          {t("signOutEverywhere")}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asks !== null}
        title={t(asks === "here" ? "signOutAsk" : "signOutEverywhereAsk")}
        description={[asks === "everywhere" && t("everywhere"), queued > 0 && t("unsent", { count: queued })].filter(Boolean).join(" ")}
        action={t("signOut")}
        isBusy={isBusy}
        onCancel={() => setAsks(null)}
        onConfirm={async () => {
          if (asks) await leave(asks);
        }}
      />
    </>
  );
}
