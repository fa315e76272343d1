"use client";
import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useStatus } from "@/ui/connect/use-status";
import { useViewer } from "@/ui/connect/viewer-context";
import { useConnection } from "@/ui/hooks/chat-client-context";
import { Avatar } from "@/ui/primitives/avatar";
import { IconButton } from "@/ui/primitives/button";
import { accountMenu } from "./later-parts";
import { Later } from "./load-later";

interface AccountButtonProps extends Pick<ComponentProps<typeof IconButton>, "tooltipSide" | "className"> {
  /** What can be set up besides, for the menu. */
  settings?: ReactNode;
}

/** The viewer's face, which opens their menu. Without a connection nobody sees them as present, and so the face shows no status. */
export function AccountButton({ settings, ...look }: AccountButtonProps) {
  const t = useTranslations("chat.account");
  const presence = useTranslations("common.presence");
  const me = useViewer();
  const [status, setStatus] = useStatus();
  const isOffline = useConnection().status === "offline";
  const [isAsked, setAsked] = useState(false);
  const button = {
    label: t("button", { status: presence(isOffline ? "offline" : status) }),
    size: "large",
    children: <Avatar person={me} size={32} status={isOffline ? "offline" : status} />,
    ...look,
  } as const;
  // The button is not exchanged before it is pressed: it may have the focus, or a finger on it.
  if (!isAsked) {
    const open = () => void accountMenu.load().then(() => setAsked(true));
    return <IconButton {...button} aria-haspopup="menu" aria-expanded={false} onClick={open} />;
  }
  return (
    <Later part={accountMenu} props={{ status, onStatus: setStatus, settings, startsOpen: true, trigger: <IconButton {...button} /> }} />
  );
}
