import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { applyConversation, type ConversationState } from "@/shared/apply-event";
import type { ConversationPage } from "@/shared/conversations";
import type { Me } from "@/shared/people";
import { frontDeskFace, subjectOf } from "@/ui/conversation/conversation-subject";
import { Avatar } from "@/ui/primitives/avatar";
import { CountBadge } from "@/ui/primitives/badge";
import { classNames } from "@/ui/primitives/class-names";
import { previewText } from "./preview-text";

interface FirstListProps {
  list: ConversationPage;
  viewer: Me;
}

/**
 * A member's list as the page is served with it, drawn where the living one will be: it can be read, and its links work, before the app runs. Times are left
 * out, because only the device knows in which zone it is, and so is who is here.
 */
export function FirstList({ list, viewer }: FirstListProps) {
  const t = useTranslations("chat.list");
  const names = useTranslations("chat.names");
  const rows = list.items.map((one) => applyConversation(undefined, one, viewer.id));
  const frontDesk = rows.find(({ type, memberId }) => type === "support" && memberId === viewer.id);
  const face = frontDeskFace(names);
  return (
    <div className="min-h-0 flex-1 overflow-hidden">
      <div className="h-19 border-b">
        {frontDesk ? (
          <FirstRow conversation={frontDesk} viewer={viewer} />
        ) : (
          <span className="flex h-full items-center gap-3 px-3">
            <Avatar person={face} size={48} />
            <span className="min-w-0 flex-1">
              <span className="block text-reading font-medium">{face.name}</span>
              <span className="block truncate text-body text-ink-muted">{t("askFrontDesk")}</span>
            </span>
            <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-faint" />
          </span>
        )}
      </div>
      <ul aria-label={t("conversations")}>
        {rows.map(
          (one) =>
            one !== frontDesk && (
              <li key={one.id} className="h-19">
                <FirstRow conversation={one} viewer={viewer} />
              </li>
            ),
        )}
      </ul>
    </div>
  );
}

function FirstRow({ conversation, viewer }: { conversation: ConversationState; viewer: Me }) {
  const t = useTranslations("chat.list");
  const names = useTranslations("chat.names");
  const { title, person } = subjectOf(conversation, viewer, names);
  const isUnread = conversation.unreadCount > 0;
  return (
    <a href={`/chat/${conversation.id}`} className="flex h-full items-center gap-3 px-3 text-ink -outline-offset-2 focus-visible:outline-2">
      <Avatar person={person} size={48} status="offline" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={classNames("truncate text-reading", isUnread ? "font-semibold" : "font-medium")}>{title}</span>
          <span className="ml-auto shrink-0 text-small">&nbsp;</span>
        </span>
        <span className="flex h-5 items-center gap-2">
          <span className={classNames("min-w-0 flex-1 truncate text-body", isUnread ? "text-ink" : "text-ink-muted")}>
            <bdi>{previewText(conversation, viewer, t)}</bdi>
          </span>
          <CountBadge count={conversation.unreadCount} muted={conversation.own.mutedUntil !== null} />
        </span>
      </span>
    </a>
  );
}
