"use client";
import type { ReactNode } from "react";
import type { Person } from "@/shared/people";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { roleName } from "@/ui/person/role-name";
import { Avatar } from "@/ui/primitives/avatar";

/** A person in a list of people: face, name, what they are, and room for something at the end. */
export function PersonLine({ person, note, end }: { person: Person; note?: string; end?: ReactNode }) {
  const { status } = usePresence(person.id);
  return (
    <>
      <Avatar person={person} size={36} status={status} />
      <span className="min-w-0 flex-1 text-left">
        <span className="block truncate text-body font-medium text-ink">{person.name}</span>
        <span className="block truncate text-small text-ink-faint">
          {roleName(person.role)}
          {status !== "offline" && ` · ${status}`}
          {note && ` · ${note}`}
        </span>
      </span>
      {end}
    </>
  );
}
