"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, startTransition, useEffect, useRef, useState } from "react";
import type { ChatClient } from "@/client/chat-client.types";
import type { ConversationPage } from "@/shared/conversations";
import type { Me } from "@/shared/people";
import { ChatClientProvider, useConnection } from "@/ui/hooks/chat-client-context";
import { PageKeeper } from "@/ui/offline/page-keeper";
import { LinkButton } from "@/ui/shell/link-button";
import { NoticePage } from "@/ui/shell/notice-page";
import { createBrowserClient } from "./create-browser-client";
import { useDeviceNotice } from "./use-device-notice";
import { useUnreadTitle } from "./use-unread-title";
import { ViewerProvider } from "./viewer-context";

interface ChatConnectionProps {
  viewer: Me;
  /** The head of the inbox, where the page came with it. */
  list?: ConversationPage | null;
  /** What the server draws, and the browser until its chat client stands. */
  fallback: ReactNode;
  children: ReactNode;
}

/** Connects a page to the chat while it is open, and gives everything inside the client and the viewer. */
export function ChatConnection({ viewer, list = null, fallback, children }: ChatConnectionProps) {
  const [client, setClient] = useState<ChatClient | null>(null);
  const served = useRef(list && { viewer, list });
  useEffect(() => {
    const fresh = createBrowserClient(viewer.id, served.current?.viewer.id === viewer.id ? served.current : null);
    // In moments, so that a slow phone answers to a finger while the screen is drawn.
    startTransition(() => setClient(fresh));
    // A page that goes at once, as React's strict mode has it, opens no socket.
    const starting = setTimeout(() => fresh.start());
    return () => {
      clearTimeout(starting);
      setClient(null);
      void fresh.stop();
    };
  }, [viewer.id]);
  if (!client) return fallback;
  return (
    <ChatClientProvider client={client}>
      <ViewerProvider viewer={viewer}>
        <WhileSignedIn>{children}</WhileSignedIn>
        <PageKeeper />
      </ViewerProvider>
    </ChatClientProvider>
  );
}

/** Takes everything off the screen as soon as the sign-in has ended, here, in another tab or on another device. */
function WhileSignedIn({ children }: { children: ReactNode }) {
  const t = useTranslations("chat.signedOut");
  const common = useTranslations("common");
  const { status } = useConnection();
  useUnreadTitle();
  useDeviceNotice();
  if (status !== "signed-out") return children;
  return (
    <NoticePage
      title={t("title")}
      description={t("description")}
      action={
        <LinkButton href={`/sign-in?callbackUrl=${encodeURIComponent(window.location.pathname + window.location.search)}`}>
          {common("signIn")}
        </LinkButton>
      }
    />
  );
}
