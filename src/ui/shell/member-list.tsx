"use client";
import { Archive, ChevronLeft, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { ConversationState } from "@/shared/apply-event";
import { useViewer } from "@/ui/connect/viewer-context";
import { ConnectionPill } from "@/ui/conversation/connection-pill";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";
import { ConversationPanel } from "@/ui/list/conversation-panel";
import { FrontDeskEntry } from "@/ui/list/front-desk-entry";
import { ListSearch } from "@/ui/list/list-search";
import { ListSkeleton } from "@/ui/list/list-states";
import { useQuery } from "@/ui/list/use-query";
import type { ListHandle } from "@/ui/list/virtual-list";
import { IconButton } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import type { StartStep } from "@/ui/start/start-dialog";
import { AccountButton } from "./account-button";
import { searchResults } from "./later-parts";
import { Later } from "./load-later";
import type { PlaceControl } from "./use-place";

interface MemberListProps extends PlaceControl {
  onOpen(conversationId: string): void;
  onStart(step: StartStep): void;
}

/** A member's conversations, the front desk always on top. */
export function MemberList({ place, go, hrefOf, onOpen, onStart }: MemberListProps) {
  const t = useTranslations("chat.home");
  const me = useViewer();
  const [query, setQuery] = useQuery(place.view);
  const list = useRef<ListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const frontDesk = useFrontDesk();
  const openFound = (conversationId: string) => {
    setQuery("");
    onOpen(conversationId);
  };
  const isArchive = place.view === "archived";
  const common = {
    mode: "member",
    chosenId: place.conversationId,
    hrefOf,
    onOpen,
    handle: list,
  } as const;
  return (
    <section
      aria-label={t("conversations")}
      className={classNames(
        "flex min-h-0 min-w-0 flex-1 flex-col bg-surface pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] md:w-96 md:flex-none md:border-r",
        place.conversationId !== null && "max-md:hidden",
      )}
    >
      <header className="flex shrink-0 flex-col gap-2 px-3 pt-2 pb-2.5">
        <div className="flex min-h-11 items-center gap-1">
          {isArchive && (
            <IconButton label={t("backToInbox")} onClick={() => go({ view: "inbox" })} className="-ml-2">
              <ChevronLeft className="size-5" aria-hidden />
            </IconButton>
          )}
          <div className="min-w-0 flex-1">
            <h1 className="truncate text-[1.375rem] leading-7 font-semibold tracking-tight">{t(isArchive ? "archived" : "title")}</h1>
            <p className="truncate text-small text-ink-faint">{me.gym.name}</p>
          </div>
          {place.conversationId === null && <ConnectionPill isNarrow />}
          {!isArchive && (
            <IconButton label={t("showArchived")} onClick={() => go({ view: "archived" })}>
              <Archive className="size-5" aria-hidden />
            </IconButton>
          )}
          <IconButton label={t("newConversation")} onClick={() => onStart("person")}>
            <SquarePen className="size-5" aria-hidden />
          </IconButton>
          <AccountButton className="-mr-1.5" />
        </div>
        <ListSearch value={query} onChange={setQuery} onDown={() => list.current?.move(0)} inputRef={search} label={t("search")} />
      </header>
      {query.trim() !== "" ? (
        <Later part={searchResults} props={{ query, ...common, onOpen: openFound }} fallback={<ListSkeleton rowHeight={76} />} />
      ) : (
        <ConversationPanel
          key={place.view}
          view={isArchive ? "archived" : "inbox"}
          onStart={() => onStart("person")}
          leaveOutId={isArchive ? undefined : frontDesk?.id}
          header={
            !isArchive && (
              <FrontDeskEntry
                conversation={frontDesk}
                isChosen={frontDesk !== undefined && frontDesk.id === place.conversationId}
                hrefOf={hrefOf}
                onOpen={onOpen}
                onStart={() => onStart("front-desk")}
              />
            )
          }
          {...common}
        />
      )}
    </section>
  );
}

/** The member's conversation with the front desk, once it is known. */
function useFrontDesk(): ConversationState | undefined {
  const me = useViewer();
  const { items } = useReadable(useChatClient().conversations("inbox"));
  return items.find((one) => one.type === "support" && one.memberId === me.id);
}
