"use client";
import { MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { type CSSProperties, useCallback, useDeferredValue, useRef, useState } from "react";
import { isDeskRole } from "@/shared/permissions";
import type { QueueFilters } from "@/shared/support";
import { KeyCaps } from "@/ui/commands/key-caps";
import { useCommands } from "@/ui/commands/use-commands";
import { useViewer } from "@/ui/connect/viewer-context";
import { PaneSkeleton } from "@/ui/conversation/conversation-skeleton";
import { keptFilters } from "@/ui/list/queue-source";
import type { ListHandle } from "@/ui/list/virtual-list";
import { classNames } from "@/ui/primitives/class-names";
import { EmptyState } from "@/ui/primitives/empty-state";
import type { StartStep } from "@/ui/start/start-dialog";
import { DeskFrame } from "./desk-frame";
import { DeskList } from "./desk-list";
import { paneWidths, useDeskPreferences } from "./desk-preferences";
import { conversationPane, personSide, startDialog } from "./later-parts";
import { LeftDesk } from "./left-desk";
import { Later } from "./load-later";
import { PaneDivider } from "./pane-divider";
import type { Place } from "./place";
import { queueAddress } from "./queue-address";
import { SkipLink } from "./skip-link";
import { useEver } from "./use-ever";
import { useKeptFocus } from "./use-kept-focus";
import { useLeftDesk } from "./use-left-desk";
import { useListCommands } from "./use-list-commands";
import { useMediaQuery } from "./use-media-query";
import { type PlaceControl, usePlace } from "./use-place";
import { useReadAhead } from "./use-read-ahead";

/** Where people work all day: the list, the conversation, and who the member is. */
export function DeskScreen() {
  const t = useTranslations("frame.desk");
  const me = useViewer();
  const { place, go, hrefOf } = usePlace("/desk", isDeskRole(me.role) ? "support" : "inbox", queueAddress);
  const [startStep, setStartStep] = useState<StartStep | null>(null);
  const hasStarted = useEver(startStep !== null);
  const [listWidth, listDivider] = usePaneWidth("list", t("resizeList"));
  const list = useRef<ListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const { conversationId } = place;
  const isFocused = useFocusMode(conversationId !== null);
  const goFromFrame = useFrameGo(place, go);
  const open = useCallback((id: string) => go({ conversationId: id }), [go]);
  const openInInbox = (id: string) => go({ conversationId: id, view: "inbox" });
  const leave = useCallback(() => go({ conversationId: null }), [go]);
  // Narrowed to a gym that is left, a list would show nothing.
  const leaveDesk = () => go({ conversationId: null, filters: place.filters.gymIds ? {} : place.filters });
  const close = () => {
    leave();
    list.current?.move(0);
  };
  useListCommands({ list, search, openId: conversationId, onOpen: open, onClose: close, onStart: () => setStartStep("person") });
  useReadAhead(list, conversationId);
  useKeptFocus();
  return (
    <DeskFrame
      current={place.view}
      onGo={goFromFrame}
      openId={conversationId}
      isRailHiddenOnPhone={conversationId !== null}
      isBare={isFocused}
      skipLink={<SkipLink target="conversation">{t("skip")}</SkipLink>}
    >
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
          isAway={isFocused}
          width={listWidth}
        />
        {!isFocused && <div className="border-r max-lg:pointer-events-none max-md:hidden">{listDivider}</div>}
        <div
          id="conversation"
          tabIndex={-1}
          className={classNames("flex min-h-0 min-w-0 flex-1 outline-none", conversationId === null && "max-md:hidden")}
        >
          {conversationId ? (
            <DeskConversation conversationId={conversationId} isAlone={isFocused} onBack={leave} onLeaveDesk={leaveDesk} onOpen={open} />
          ) : (
            <NothingOpen />
          )}
        </div>
      </main>
      {hasStarted && <Later part={startDialog} props={{ step: startStep, onStep: setStartStep, onStarted: openInInbox }} />}
    </DeskFrame>
  );
}

/** Goes where rail and commands lead: from view to view one stays at the gyms that one looks at. */
function useFrameGo({ filters }: Place, go: PlaceControl["go"]): (change: Partial<Place>) => void {
  const kept = useRef<QueueFilters>({});
  kept.current = keptFilters(filters);
  return useCallback((change) => go(change.filters ? { ...change, filters: { ...kept.current, ...change.filters } } : change), [go]);
}

interface DeskConversationProps {
  conversationId: string;
  /** Without the details beside it. */
  isAlone: boolean;
  onBack(): void;
  /** The viewer does not work at its desk any more. */
  onLeaveDesk(): void;
  onOpen(conversationId: string): void;
}

function DeskConversation({ conversationId, isAlone, onBack, onLeaveDesk, onOpen }: DeskConversationProps) {
  const t = useTranslations("frame");
  const isPhone = useMediaQuery("(width < 48rem)");
  const isWide = useMediaQuery("(width >= 80rem)");
  const [showsPerson, togglePerson] = useSidePane(isWide);
  const [personWidth, personDivider] = usePaneWidth("person", t("desk.resizePerson"));
  // Who the member is comes a moment after what they wrote, and holds up neither keys nor the pointer.
  const personOf = useDeferredValue(conversationId);
  const person = { conversationId: personOf, isOpen: showsPerson && !isAlone, onClose: togglePerson, onOpen, onGone: onBack };
  useCommands([
    { id: "view.person", title: t("commands.person"), group: "view", keys: ["."], keywords: t("commands.personWords"), run: togglePerson },
  ]);
  const left = useLeftDesk(conversationId);
  if (left) return <LeftDesk gymName={left.name} onList={onLeaveDesk} />;
  return (
    <>
      {/* On a phone the list, which has the page's heading, is away. */}
      <h1 className="sr-only md:hidden">{t("desk.conversation")}</h1>
      <Later
        part={conversationPane}
        props={{ conversationId, mode: "desk", onBack: isPhone ? onBack : undefined, onShowPerson: togglePerson }}
        fallback={<PaneSkeleton isDense />}
      />
      {isWide && person.isOpen && personDivider}
      <div className="contents" style={{ "--person-width": `${personWidth}px` } as CSSProperties}>
        <Later part={personSide} props={person} />
      </div>
    </>
  );
}

/** The pane beside a conversation: open where there is room for it unless it was closed, a drawer that one opens where there is not. */
function useSidePane(isWide: boolean): [boolean, () => void] {
  const [{ showsPerson }, change] = useDeskPreferences();
  const [drawer, setDrawer] = useState(false);
  const toggle = useCallback(
    () => (isWide ? change({ showsPerson: !showsPerson }) : setDrawer((before) => !before)),
    [isWide, showsPerson, change],
  );
  return [isWide ? showsPerson : drawer, toggle];
}

/** How wide a pane is, and the edge that changes it. */
function usePaneWidth(pane: "list" | "person", label: string) {
  const [preferences, change] = useDeskPreferences();
  const [dragged, setDragged] = useState<number | null>(null);
  const name = pane === "list" ? "listWidth" : "personWidth";
  const width = dragged ?? preferences[name];
  const keep = (px: number) => {
    setDragged(null);
    change({ [name]: px });
  };
  const divider = (
    <PaneDivider
      label={label}
      width={width}
      {...paneWidths[pane]}
      grows={pane === "list" ? "right" : "left"}
      onDrag={setDragged}
      onChange={keep}
    />
  );
  return [width, divider] as const;
}

/** Only the conversation, until it is said again or closed. */
function useFocusMode(isConversationOpen: boolean): boolean {
  const t = useTranslations("frame.commands");
  const [isOn, setOn] = useState(false);
  const isFocused = isOn && isConversationOpen;
  useCommands([
    {
      id: "view.focus",
      title: t("focus"),
      group: "view",
      keys: ["z"],
      keywords: t("focusWords"),
      isEnabled: isConversationOpen,
      run: () => setOn(!isFocused),
    },
  ]);
  return isFocused;
}

function NothingOpen() {
  const t = useTranslations("frame.desk");
  return (
    <div className="flex flex-1 bg-surface">
      <EmptyState
        icon={<MessagesSquare />}
        title={t("choose")}
        description={t("chooseHint", { down: "j", up: "k" })}
        action={
          <div className="flex flex-col gap-2 text-small text-ink-muted max-md:hidden">
            <p className="flex items-center gap-2">
              <KeyCaps keys="Mod+k" /> {t("showsPalette")}
            </p>
            <p className="flex items-center gap-2">
              <KeyCaps keys="?" /> {t("showsKeys")}
            </p>
          </div>
        }
      />
    </div>
  );
}
