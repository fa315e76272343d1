"use client";
import { Eye, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDirectory, useViewers } from "@/ui/case/use-case-desk";
import { classNames } from "@/ui/primitives/class-names";
import { tooltip } from "@/ui/primitives/tooltip";

/** Which colleagues of the gym's desk look at a conversation, and whether one of them is writing an answer. */
export function ViewerDots({ conversationId, gymId }: { conversationId: string; gymId: string }) {
  const t = useTranslations("frame.row");
  const viewers = useViewers(conversationId);
  const staff = useDirectory(gymId)?.staff;
  if (viewers.length === 0) return null;
  const isReplied = viewers.some(({ state }) => state === "replying");
  const said = viewers
    .map(({ userId, state }) => t(state, { name: staff?.find(({ id }) => id === userId)?.name ?? t("colleague") }))
    .join(", ");
  const Icon = isReplied ? Pencil : Eye;
  return (
    <span
      data-viewers={isReplied ? "replying" : "viewing"}
      {...tooltip(said, "left")}
      className={classNames(
        "inline-flex h-4.5 shrink-0 items-center gap-0.5 rounded-full px-1 text-tiny font-medium tabular-nums",
        isReplied ? "bg-danger-tint text-danger" : "bg-warning-tint text-warning",
      )}
    >
      <Icon aria-hidden className="size-3" />
      {viewers.length > 1 && <span aria-hidden>{viewers.length}</span>}
      <span className="sr-only">{said}</span>
    </span>
  );
}
