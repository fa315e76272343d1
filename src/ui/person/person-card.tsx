"use client";
import type { Person } from "@/shared/people";
import { useViewer } from "@/ui/connect/viewer-context";
import { presenceText } from "@/ui/conversation/conversation-header";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { Avatar } from "@/ui/primitives/avatar";
import { Facts } from "./facts";
import { formatLocalTime } from "./local-time";
import { roleName } from "./role-name";

/** Who somebody is: face, name, what they are at which gym, whether they are here, and what time it is there. */
export function PersonCard({ person }: { person: Person }) {
  const me = useViewer();
  const presence = usePresence(person.id);
  const now = useNow();
  return (
    <section aria-label={person.name} className="flex flex-col items-center px-4 pt-6 pb-4">
      <Avatar person={person} size={72} status={presence.status} />
      <h3 className="mt-3 text-center text-title font-semibold">{person.name}</h3>
      <p className="text-body text-ink-muted first-letter:uppercase">{presenceText(presence, now)}</p>
      <Facts
        className="mt-4 w-full"
        facts={[
          { label: "Role", value: roleName(person.role) },
          { label: "Gym", value: me.gym.name },
          { label: "Local time", value: formatLocalTime(now, me.gym.timeZone) },
        ]}
      />
    </section>
  );
}
