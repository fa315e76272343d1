"use client";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { ConversationPane } from "@/ui/conversation/conversation-pane";
import { PersonSide } from "@/ui/person/person-side";
import { classNames } from "@/ui/primitives/class-names";
import { EmptyState } from "@/ui/primitives/empty-state";
import { StartDialog, type StartStep } from "@/ui/start/start-dialog";
import { MemberList } from "./member-list";
import { SkipLink } from "./skip-link";
import { useMediaQuery } from "./use-media-query";
import { usePlace } from "./use-place";
import { isInConversation, useShortcuts } from "./use-shortcuts";

/** A member's chat: on a phone the list or a conversation, on a larger screen both. */
export function MemberScreen() {
  const { place, go, hrefOf } = usePlace("/chat", "inbox");
  const [startStep, setStartStep] = useState<StartStep | null>(null);
  const [showsPerson, setShowsPerson] = useState(false);
  const isPhone = useMediaQuery("(width < 48rem)");
  const { conversationId } = place;
  const close = () => go({ conversationId: null });
  useShortcuts([["Escape", () => conversationId && !isPhone && !isInConversation() && close()]]);
  return (
    <main className="flex h-dvh overflow-hidden bg-canvas text-ink">
      <SkipLink target="conversation">Skip to the conversation</SkipLink>
      <MemberList place={place} go={go} hrefOf={hrefOf} onStart={setStartStep} />
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
            <h1 className="sr-only md:hidden">Conversation</h1>
            <ConversationPane
              conversationId={conversationId}
              mode="member"
              onBack={isPhone ? close : undefined}
              onShowPerson={() => setShowsPerson(true)}
            />
            <PersonSide
              conversationId={conversationId}
              isOpen={showsPerson}
              isDrawer
              onClose={() => setShowsPerson(false)}
              onOpen={(id) => go({ conversationId: id })}
              onGone={close}
            />
          </>
        ) : (
          <div className="flex flex-1 bg-surface">
            <EmptyState
              icon={<MessagesSquare />}
              title="Choose a conversation"
              description="Or start one with the front desk or a trainer."
            />
          </div>
        )}
      </div>
      <StartDialog step={startStep} onStep={setStartStep} onStarted={(id) => go({ conversationId: id, view: "inbox" })} />
    </main>
  );
}
