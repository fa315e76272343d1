"use client";
import { useTranslations } from "next-intl";
import type { ConversationState } from "@/shared/apply-event";
import { useViewer } from "@/ui/connect/viewer-context";
import { caseGymName } from "./case-gym-name";
import { useGymNames } from "./use-desk-gyms";

/** Whose desk it is. Of a long name the beginning is shown; what belongs to the case has the room. */
export function GymName({ name }: { name: string | undefined }) {
  const t = useTranslations("frame.row");
  if (name === undefined) return null;
  return (
    <span data-gym className="max-w-24 shrink-0 truncate text-small text-ink-muted">
      <span className="sr-only">{t("gym")} </span>
      {name}
    </span>
  );
}

/** Of the conversations that are cases, whose desk each belongs to, for whoever works at several. */
export function CaseGym({ conversation }: { conversation: ConversationState }) {
  return <GymName name={caseGymName(conversation, useViewer().id, useGymNames())} />;
}
