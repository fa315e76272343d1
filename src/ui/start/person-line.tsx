"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Person } from "@/shared/people";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { Avatar } from "@/ui/primitives/avatar";

/** A person in a list of people: face, name, what they are, and room for something at the end. */
export function PersonLine({ person, note, end }: { person: Person; note?: string; end?: ReactNode }) {
  const t = useTranslations("common");
  const { status } = usePresence(person.id);
  return (
    <>
      <Avatar person={person} size={36} status={status} />
      <span className="min-w-0 flex-1 text-left">
        <span className="block truncate text-body font-medium text-ink">{person.name}</span>
        <span className="block truncate text-small text-ink-faint">
          {t(`roles.${person.role}`)}
          {status !== "offline" && ` · ${t(`presence.${status}`)}`}
          {note && ` · ${note}`}
        </span>
      </span>
      {end}
    </>
  );
}
