"use client";
import { type ComponentProps, useState } from "react";
import { useStatus } from "@/ui/connect/use-status";
import { useViewer } from "@/ui/connect/viewer-context";
import { useConnection } from "@/ui/hooks/chat-client-context";
import { Avatar } from "@/ui/primitives/avatar";
import { IconButton } from "@/ui/primitives/button";
import { accountMenu } from "./later-parts";
import { Later } from "./load-later";

/** The viewer's face, which opens their menu. Without a connection nobody sees them as present, and so the face shows no status. */
export function AccountButton(look: Pick<ComponentProps<typeof IconButton>, "tooltipSide" | "className">) {
  const me = useViewer();
  const [status, setStatus] = useStatus();
  const isOffline = useConnection().status === "offline";
  const [isAsked, setAsked] = useState(false);
  const button = {
    label: `Your account, ${isOffline ? "offline" : status}`,
    size: "large",
    children: <Avatar person={me} size={32} status={isOffline ? "offline" : status} />,
    ...look,
  } as const;
  const openAtOnce = () => {
    void accountMenu.load().then(() => setAsked(true));
  };
  return (
    <Later
      part={accountMenu}
      canWait
      props={{ status, onStatus: setStatus, startsOpen: isAsked, trigger: <IconButton {...button} /> }}
      fallback={<IconButton {...button} aria-haspopup="menu" onClick={openAtOnce} />}
    />
  );
}
