"use client";
import { useEffect, useRef, useState } from "react";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient, useConnection } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";
import { Notices } from "@/ui/primitives/notices";
import { Later, loadLater } from "@/ui/shell/load-later";
import { wasStartedFromCache } from "./cached-start-state";
import { afterFirstLook, afterFirstScreen, firstScreenIsUp } from "./first-screen";
import { forgetViewer, rememberViewer } from "./known-viewer";
import { keepProgramOf, keepUpToDate, lookForUpdate } from "./service-worker-updates";

/** What every page of the chat has besides its screen: notices, tooltips, news of versions, and the memory of who is signed in here. */
export function PageKeeper() {
  useRemembered();
  useEffect(() => afterFirstScreen(() => void keepUpToDate()), []);
  return (
    <>
      <Stranded />
      <Notices />
      <Aids />
    </>
  );
}

const pageAids = loadLater(() => import("./page-aids").then((part) => part.PageAids));

/** What nobody needs before they have had a first look. */
function Aids() {
  const [isDue, setDue] = useState(false);
  useEffect(() => afterFirstLook(() => setDue(true)), []);
  return isDue && <Later part={pageAids} props={{}} />;
}

const strandedNotice = loadLater(() => import("./stranded-notice").then((part) => part.StrandedNotice));

/** What can hardly be, and must be seen when it is. */
function Stranded() {
  const messages = useReadable(useChatClient().stranded);
  return messages.length > 0 && <Later part={strandedNotice} props={{ messages }} />;
}

/** Keeps the viewer for the next start while they are signed in, and forgets them when they are not. */
function useRemembered(): void {
  const viewer = useViewer();
  const { status } = useConnection();
  const wasLive = useRef(false);
  useEffect(() => {
    if (status !== "connecting") firstScreenIsUp();
    if (status === "live") {
      if (wasLive.current) lookForUpdate();
      wasLive.current = true;
      const home = viewer.role === "member" ? "/chat" : "/desk";
      rememberViewer({ viewer, home });
      afterFirstScreen(() => void keepProgramOf(home));
    }
    if (status !== "signed-out") return;
    const { pathname, search } = window.location;
    void forgetViewer().then(() => {
      // Started from memory, and only now the server says that the sign-in is over: as if it had said so before the page came.
      if (!wasLive.current && wasStartedFromCache())
        window.location.replace(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`);
    });
  }, [status, viewer]);
}
