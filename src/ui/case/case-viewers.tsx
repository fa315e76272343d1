"use client";
import { Eye, PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ConversationState } from "@/shared/apply-event";
import { Avatar } from "@/ui/primitives/avatar";
import { classNames } from "@/ui/primitives/class-names";
import { useViewers } from "./use-case-desk";
import { usePeople } from "./use-names";

/** Which colleagues are here too, and which of them writes. */
export function CaseViewers({ conversation }: { conversation: ConversationState }) {
  const t = useTranslations("case");
  const viewers = useViewers(conversation.id);
  const people = usePeople(conversation);
  const isReplying = viewers.some(({ state }) => state === "replying");
  const shown = viewers.filter(({ state }) => !isReplying || state === "replying");
  const names = shown.map(({ userId }) => people.get(userId)?.name ?? t("aColleague"));
  const Icon = isReplying ? PencilLine : Eye;
  return (
    <div role="status" data-viewers={viewers.length > 0 ? (isReplying ? "replying" : "viewing") : undefined} className="min-w-0 shrink">
      {viewers.length > 0 && (
        <span
          className={classNames(
            "flex h-6 min-w-0 items-center gap-1.5 rounded-full px-2 text-small font-medium",
            isReplying ? "bg-warning-tint text-warning" : "bg-sunken text-ink-muted",
          )}
        >
          <span className="flex shrink-0 -space-x-1.5">
            {shown.slice(0, 3).map(({ userId }) => (
              <Avatar key={userId} person={people.get(userId) ?? { name: "?", avatarUrl: null }} size={20} />
            ))}
          </span>
          <Icon aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate max-sm:sr-only">
            {isReplying
              ? t("viewers.replying", { names: names.join(", "), count: names.length })
              : t("viewers.viewing", { names: names.join(", "), count: names.length })}
          </span>
        </span>
      )}
    </div>
  );
}
