"use client";
import { MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { isInConversation } from "@/ui/commands/focus-place";
import { PaneSkeleton } from "@/ui/conversation/conversation-skeleton";
import { classNames } from "@/ui/primitives/class-names";
import { EmptyState } from "@/ui/primitives/empty-state";
import type { StartStep } from "@/ui/start/start-dialog";
import { conversationPane, personSide, startDialog } from "./later-parts";
import { Later } from "./load-later";
import { MemberList } from "./member-list";
import { SkipLink } from "./skip-link";
import { useEscape } from "./use-escape";
import { useEver } from "./use-ever";
import { useMediaQuery } from "./use-media-query";
import { usePlace } from "./use-place";

/** A member's chat: on a phone the list or a conversation, on a larger screen both. */
export function MemberScreen() {
  const t = useTranslations("chat.home");
  const { place, go, hrefOf } = usePlace("/chat", "inbox");
  const [startStep, setStartStep] = useState<StartStep | null>(null);
  const hasStarted = useEver(startStep !== null);
  const [showsPerson, setShowsPerson] = useState(false);
  const hasShownPerson = useEver(showsPerson);
  const isPhone = useMediaQuery("(width < 48rem)");
  const { conversationId } = place;
  const open = useCallback((id: string) => go({ conversationId: id }), [go]);
  const openInInbox = (id: string) => go({ conversationId: id, view: "inbox" });
  const close = () => go({ conversationId: null });
  useEscape(() => conversationId && !isPhone && !isInConversation() && close());
  return (
    <main className="flex h-dvh overflow-hidden bg-canvas text-ink">
      <SkipLink target="conversation">{t("skip")}</SkipLink>
      <MemberList place={place} go={go} hrefOf={hrefOf} onOpen={open} onStart={setStartStep} />
      <div
        id="conversation"
        tabIndex={-1}
        className={classNames(
          "flex min-h-0 min-w-0 flex-1 pt-[env(safe-area-inset-top)] outline-none max-md:bg-surface",
          conversationId === null && "max-md:hidden",
        )}
      >
        {conversationId ? (
          <>
            {/* On a phone the list, which has the page's heading, is away. */}
            <h1 className="sr-only md:hidden">{t("conversation")}</h1>
            <Later
              part={conversationPane}
              props={{ conversationId, mode: "member", onBack: isPhone ? close : undefined, onShowPerson: () => setShowsPerson(true) }}
              fallback={<PaneSkeleton isDense={false} />}
            />
            {hasShownPerson && (
              <Later
                part={personSide}
                props={{
                  conversationId,
                  isOpen: showsPerson,
                  isDrawer: true,
                  onClose: () => setShowsPerson(false),
                  onOpen: open,
                  onGone: close,
                }}
              />
            )}
          </>
        ) : (
          <div className="flex flex-1 bg-surface">
            <EmptyState icon={<MessagesSquare />} title={t("choose")} description={t("chooseHint")} />
          </div>
        )}
      </div>
      {hasStarted && <Later part={startDialog} props={{ step: startStep, onStep: setStartStep, onStarted: openInInbox }} />}
    </main>
  );
}
