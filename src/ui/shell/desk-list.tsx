"use client";
import { SlidersHorizontal, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type CSSProperties, type RefObject, useCallback, useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import { CommandButton } from "@/ui/commands/command-button";
import { ConnectionPill } from "@/ui/conversation/connection-pill";
import { CaseGym } from "@/ui/gyms/gym-name";
import { ConversationPanel } from "@/ui/list/conversation-panel";
import { ListSearch } from "@/ui/list/list-search";
import { ListSkeleton } from "@/ui/list/list-states";
import { QueuePanel } from "@/ui/list/queue-panel";
import type { QueueSource } from "@/ui/list/queue-source";
import { useQuery } from "@/ui/list/use-query";
import type { ListHandle } from "@/ui/list/virtual-list";
import { classNames } from "@/ui/primitives/class-names";
import { useDeskPreferences } from "./desk-preferences";
import { searchResults } from "./later-parts";
import { Later } from "./load-later";
import type { PlaceControl } from "./use-place";

interface DeskListProps extends PlaceControl {
  onOpen(conversationId: string): void;
  onStart(): void;
  listHandle: RefObject<ListHandle | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  isHiddenOnPhone: boolean;
  /** Behind the conversation on every screen. */
  isAway: boolean;
  /** px; where there is room for it. */
  width: number;
}

/** The column beside the rail: one's own conversations, the support queue or what was put away, and the search over all of them. */
export function DeskList(props: DeskListProps) {
  const { place, go, hrefOf, onOpen, onStart, listHandle, searchRef, isHiddenOnPhone, isAway, width } = props;
  const t = useTranslations("frame.desk");
  const [{ density }] = useDeskPreferences();
  const [query, setQuery] = useQuery(place.view);
  const [onlyUnread, setOnlyUnread] = useState(false);
  const openFound = (conversationId: string) => {
    setQuery("");
    onOpen(conversationId);
  };
  const { queueView } = place;
  const goToSource = useCallback(({ view, filters }: QueueSource) => go({ queueView: view, filters }, view === queueView), [go, queueView]);
  const isSearching = query.trim() !== "";
  const common = { chosenId: place.conversationId, hrefOf, onOpen, handle: listHandle };
  return (
    <section
      aria-label={t(place.view)}
      style={{ "--list-width": `${width}px` } as CSSProperties}
      className={classNames(
        "flex min-h-0 min-w-0 flex-col bg-surface max-md:flex-1 md:w-72 md:shrink-0 lg:w-(--list-width)",
        isHiddenOnPhone && "max-md:hidden",
        isAway && "hidden",
      )}
    >
      <header className="flex shrink-0 flex-col gap-2 px-3 pt-2 pb-2.5">
        <div className="flex h-9 items-center gap-1">
          <h1 className="mr-1 text-title font-semibold">{t(place.view)}</h1>
          {place.view === "inbox" && <UnreadToggle isOn={onlyUnread} onChange={setOnlyUnread} />}
          {place.conversationId === null && <ConnectionPill />}
          <span className="ml-auto" />
          {place.view === "support" && (
            <CommandButton command="list.filter">
              <SlidersHorizontal className="size-4.5" aria-hidden />
            </CommandButton>
          )}
          <CommandButton command="list.new" className="-mr-1">
            <SquarePen className="size-4.5" aria-hidden />
          </CommandButton>
        </div>
        <ListSearch value={query} onChange={setQuery} onDown={() => listHandle.current?.move(0)} inputRef={searchRef} label={t("search")} />
      </header>
      {isSearching ? (
        <Later
          part={searchResults}
          props={{ query, mode: "desk", ...common, onOpen: openFound, about: drawGym }}
          fallback={<ListSkeleton rowHeight={64} />}
        />
      ) : place.view === "support" ? (
        <QueuePanel
          source={{ view: place.queueView, filters: place.filters }}
          onSource={goToSource}
          isCompact={density === "compact"}
          {...common}
        />
      ) : (
        <ConversationPanel
          key={place.view}
          view={place.view}
          mode="desk"
          isCompact={density === "compact"}
          onStart={onStart}
          onlyUnread={onlyUnread && place.view === "inbox"}
          onShowAll={() => setOnlyUnread(false)}
          about={drawGym}
          {...common}
        />
      )}
    </section>
  );
}

const drawGym = (conversation: ConversationState) => <CaseGym conversation={conversation} />;

/** Shows only what is unread. */
function UnreadToggle({ isOn, onChange }: { isOn: boolean; onChange(isOn: boolean): void }) {
  const t = useTranslations("frame.desk");
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={classNames(
        "h-6 rounded-full px-2.5 text-small font-medium pointer-coarse:h-9 pointer-coarse:px-4",
        isOn ? "bg-accent text-accent-ink" : "bg-sunken text-ink-muted hover:bg-pressed hover:text-ink",
      )}
    >
      {t("unread")}
    </button>
  );
}
