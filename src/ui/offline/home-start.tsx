"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import type { ConversationPage } from "@/shared/conversations";
import type { Me } from "@/shared/people";
import { ChatConnection } from "@/ui/connect/chat-connection";
import { Button } from "@/ui/primitives/button";
import { NoticePage } from "@/ui/shell/notice-page";
import { startedFromCache } from "./cached-start-state";
import type { Home } from "./kept-here";
import { forgetViewer, readKnownViewer } from "./known-viewer";

interface HomeStartProps {
  home: Home;
  /** Whom the server found signed in; `null` on a page that comes from this browser. */
  viewer: Me | null;
  /** The head of the inbox, where the server has sent it along. */
  list?: ConversationPage | null;
  /** What stands until the screen does. */
  fallback: ReactNode;
  children: ReactNode;
}

/** Starts a home with whom the server names, or with whom this browser knows. */
export function HomeStart({ home, viewer, list = null, fallback, children }: HomeStartProps) {
  const known = useKnownViewer(home, viewer);
  if (known === "nobody") return <NobodyKnown />;
  if (known === null) return fallback;
  return (
    <ChatConnection viewer={known} list={list} fallback={fallback}>
      {children}
    </ChatConnection>
  );
}

/**
 * Who looks at this page. Without a word from the server it is who was signed in here last, and then what the chat client has kept for them is shown. The
 * server hears of it as soon as there is a connection, and ends it if the sign-in is over.
 */
function useKnownViewer(home: Home, served: Me | null): Me | "nobody" | null {
  const [known, setKnown] = useState<Me | "nobody" | null>(served);
  useEffect(() => {
    if (served) return;
    const kept = readKnownViewer();
    if (kept?.home === home) {
      startedFromCache();
      setKnown(kept.viewer);
    } else if (kept) window.location.replace(kept.home);
    else void askServer(home).then((isAnswered) => !isAnswered && setKnown("nobody"));
  }, [home, served]);
  return known;
}

/** Leaves it to the server who looks at this page; answers false without a connection. */
async function askServer(home: Home): Promise<boolean> {
  // A service worker that still believes to know somebody would bring us back here.
  await forgetViewer();
  // Not navigator.onLine, which only guesses.
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return false;
  const { pathname, search } = window.location;
  window.location.replace(pathname.startsWith(`${home}/`) ? pathname + search : home);
  return true;
}

function NobodyKnown() {
  const t = useTranslations("chat.offlineStart");
  const common = useTranslations("common");
  useEffect(() => {
    const goOn = () => window.location.replace("/sign-in");
    window.addEventListener("online", goOn);
    return () => window.removeEventListener("online", goOn);
  }, []);
  return (
    <NoticePage
      title={t("title")}
      description={t("description")}
      action={
        <Button variant="primary" onClick={() => window.location.reload()}>
          {common("tryAgain")}
        </Button>
      }
    />
  );
}
