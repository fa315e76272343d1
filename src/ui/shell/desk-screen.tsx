"use client";
import { MessagesSquare } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { isDeskRole } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { PaneSkeleton } from "@/ui/conversation/conversation-skeleton";
import type { ListHandle } from "@/ui/list/virtual-list";
import { classNames } from "@/ui/primitives/class-names";
import { EmptyState } from "@/ui/primitives/empty-state";
import { Kbd } from "@/ui/primitives/kbd";
import type { StartStep } from "@/ui/start/start-dialog";
import { DeskList } from "./desk-list";
import { DeskRail } from "./desk-rail";
import { conversationPane, personSide, startDialog } from "./later-parts";
import { Later } from "./load-later";
import { ShortcutsDialog } from "./shortcuts-dialog";
import { SkipLink } from "./skip-link";
import { useEver } from "./use-ever";
import { useMediaQuery } from "./use-media-query";
import { usePlace } from "./use-place";
import { isInConversation, useShortcuts } from "./use-shortcuts";

/** Where people work all day: the list, the conversation, and who the member is. */
export function DeskScreen() {
  const me = useViewer();
  const hasSupport = isDeskRole(me.role);
  const { place, go, hrefOf } = usePlace("/desk", hasSupport ? "support" : "inbox");
  const [startStep, setStartStep] = useState<StartStep | null>(null);
  const hasStarted = useEver(startStep !== null);
  const [showsShortcuts, setShowsShortcuts] = useState(false);
  const [showsPerson, togglePerson] = useSidePane();
  const list = useRef<ListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const { conversationId } = place;
  const open = useCallback((id: string) => go({ conversationId: id }), [go]);
  const openInInbox = (id: string) => go({ conversationId: id, view: "inbox" });
  const close = () => {
    go({ conversationId: null });
    list.current?.move(0);
  };

  useShortcuts([
    ["j", () => list.current?.move(1)],
    ["k", () => list.current?.move(-1)],
    ["ArrowDown", () => list.current?.move(1)],
    ["ArrowUp", () => list.current?.move(-1)],
    ["/", () => search.current?.focus()],
    ["c", () => setStartStep("person")],
    ["?", () => setShowsShortcuts(true)],
    ["Escape", () => (isInConversation() ? list.current?.move(0) : conversationId && close())],
  ]);

  return (
    <div className="flex h-dvh overflow-hidden bg-canvas text-ink max-md:flex-col">
      <SkipLink target="conversation">Skip to the conversation</SkipLink>
      <DeskRail
        view={place.view}
        hasSupport={hasSupport}
        onView={(view) => go({ view })}
        onShortcuts={() => setShowsShortcuts(true)}
        isHiddenOnPhone={conversationId !== null}
      />
      <main className="flex min-h-0 min-w-0 flex-1">
        <DeskList
          place={place}
          go={go}
          hrefOf={hrefOf}
          onOpen={open}
          onStart={() => setStartStep("person")}
          listHandle={list}
          searchRef={search}
          isHiddenOnPhone={conversationId !== null}
        />
        <div
          id="conversation"
          tabIndex={-1}
          className={classNames("flex min-h-0 min-w-0 flex-1 outline-none", conversationId === null && "max-md:hidden")}
        >
          {conversationId ? (
            <DeskConversation
              conversationId={conversationId}
              onBack={() => go({ conversationId: null })}
              onOpen={open}
              showsPerson={showsPerson}
              onTogglePerson={togglePerson}
            />
          ) : (
            <NothingOpen />
          )}
        </div>
      </main>
      {hasStarted && <Later part={startDialog} props={{ step: startStep, onStep: setStartStep, onStarted: openInInbox }} />}
      <ShortcutsDialog open={showsShortcuts} onOpenChange={setShowsShortcuts} />
    </div>
  );
}

interface DeskConversationProps {
  conversationId: string;
  onBack(): void;
  onOpen(conversationId: string): void;
  showsPerson: boolean;
  onTogglePerson(): void;
}

function DeskConversation({ conversationId, onBack, onOpen, showsPerson, onTogglePerson }: DeskConversationProps) {
  const isPhone = useMediaQuery("(width < 48rem)");
  return (
    <>
      {/* On a phone the list, which has the page's heading, is away. */}
      <h1 className="sr-only md:hidden">Conversation</h1>
      <Later
        part={conversationPane}
        props={{ conversationId, mode: "desk", onBack: isPhone ? onBack : undefined, onShowPerson: onTogglePerson }}
        fallback={<PaneSkeleton isDense />}
      />
      <Later part={personSide} props={{ conversationId, isOpen: showsPerson, onClose: onTogglePerson, onOpen, onGone: onBack }} />
    </>
  );
}

/** The pane beside a conversation: open by itself where there is room, a drawer that one opens where there is not. */
function useSidePane(): [boolean, () => void] {
  const isWide = useMediaQuery("(width >= 80rem)");
  const [wide, setWide] = useState(true);
  const [drawer, setDrawer] = useState(false);
  return isWide ? [wide, () => setWide(!wide)] : [drawer, () => setDrawer(!drawer)];
}

function NothingOpen() {
  return (
    <div className="flex flex-1 bg-surface">
      <EmptyState
        icon={<MessagesSquare />}
        title="Choose a conversation"
        description="Move with j and k, open with Enter."
        action={
          <p className="flex items-center gap-1.5 text-small text-ink-faint">
            <Kbd>?</Kbd> shows all shortcuts
          </p>
        }
      />
    </div>
  );
}
