"use client";
import { SquarePen } from "lucide-react";
import { type RefObject, useState } from "react";
import { ConnectionPill } from "@/ui/conversation/connection-pill";
import { ConversationPanel } from "@/ui/list/conversation-panel";
import { ListSearch } from "@/ui/list/list-search";
import { ListSkeleton } from "@/ui/list/list-states";
import { QueuePanel } from "@/ui/list/queue-panel";
import { useQuery } from "@/ui/list/use-query";
import type { ListHandle } from "@/ui/list/virtual-list";
import { IconButton } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { searchResults } from "./later-parts";
import { Later } from "./load-later";
import type { ListView } from "./place";
import type { PlaceControl } from "./use-place";

interface DeskListProps extends PlaceControl {
  onOpen(conversationId: string): void;
  onStart(): void;
  listHandle: RefObject<ListHandle | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  isHiddenOnPhone: boolean;
}

const titles: Record<ListView, string> = { inbox: "Inbox", support: "Support", archived: "Archived" };

/** The column beside the rail: one's own conversations, the support queue or what was put away, and the search over all of them. */
export function DeskList({ place, go, hrefOf, onOpen, onStart, listHandle, searchRef, isHiddenOnPhone }: DeskListProps) {
  const [query, setQuery] = useQuery(place.view);
  const [onlyUnread, setOnlyUnread] = useState(false);
  const openFound = (conversationId: string) => {
    setQuery("");
    onOpen(conversationId);
  };
  const isSearching = query.trim() !== "";
  const common = { chosenId: place.conversationId, hrefOf, onOpen, handle: listHandle };
  return (
    <section
      aria-label={titles[place.view]}
      className={classNames(
        "flex min-h-0 min-w-0 flex-col border-r bg-surface max-md:flex-1 md:w-72 md:shrink-0 lg:w-[clamp(20rem,26vw,25rem)]",
        isHiddenOnPhone && "max-md:hidden",
      )}
    >
      <header className="flex shrink-0 flex-col gap-2 px-3 pt-2 pb-2.5">
        <div className="flex h-9 items-center gap-2">
          <h1 className="text-title font-semibold">{titles[place.view]}</h1>
          {place.view === "inbox" && <UnreadToggle isOn={onlyUnread} onChange={setOnlyUnread} />}
          {place.conversationId === null && <ConnectionPill />}
          <IconButton label="New conversation" onClick={onStart} className="-mr-1 ml-auto">
            <SquarePen className="size-4.5" aria-hidden />
          </IconButton>
        </div>
        <ListSearch
          value={query}
          onChange={setQuery}
          onDown={() => listHandle.current?.move(0)}
          inputRef={searchRef}
          label="Search people and conversations"
        />
      </header>
      {isSearching ? (
        <Later
          part={searchResults}
          props={{ query, mode: "desk", ...common, onOpen: openFound }}
          fallback={<ListSkeleton rowHeight={64} />}
        />
      ) : place.view === "support" ? (
        <QueuePanel view={place.queueView} onView={(queueView) => go({ queueView })} {...common} />
      ) : (
        <ConversationPanel
          key={place.view}
          view={place.view}
          mode="desk"
          onStart={onStart}
          onlyUnread={onlyUnread && place.view === "inbox"}
          onShowAll={() => setOnlyUnread(false)}
          {...common}
        />
      )}
    </section>
  );
}

/** Shows only what is unread. */
function UnreadToggle({ isOn, onChange }: { isOn: boolean; onChange(isOn: boolean): void }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={classNames(
        "mr-auto h-6 rounded-full px-2.5 text-small font-medium pointer-coarse:h-9 pointer-coarse:px-4",
        isOn ? "bg-accent text-accent-ink" : "bg-sunken text-ink-muted hover:bg-pressed hover:text-ink",
      )}
    >
      Unread
    </button>
  );
}
