"use client";
import { useTranslations } from "next-intl";
import type { Person } from "@/shared/people";
import { presenceText } from "@/ui/conversation/conversation-header";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { Avatar } from "@/ui/primitives/avatar";
import { Facts } from "./facts";
import { roleName } from "./role-name";

/** Who somebody is: face, name, what they are at which gym (the viewer's own, unless they work for several), whether they are here, and what time it is there. */
export function PersonCard({ person, gymId }: { person: Person; gymId: string }) {
  const t = useTranslations("chat.person");
  const times = useTimes();
  const gym = useDeskGym(gymId);
  const presence = usePresence(person.id);
  const now = useNow();
  return (
    <section aria-label={person.name} className="flex flex-col items-center px-4 pt-6 pb-4">
      <Avatar person={person} size={72} status={presence.status} />
      <h3 className="mt-3 max-w-full text-center text-title font-semibold [overflow-wrap:anywhere]">{person.name}</h3>
      <p className="text-body text-ink-muted first-letter:uppercase">{presenceText(presence, now, times)}</p>
      <Facts
        className="mt-4 w-full"
        facts={[
          { label: t("role"), value: roleName(person.role) },
          { label: t("gym"), value: gym.name },
          { label: t("localTime"), value: times.clockIn(gym.timeZone, now) ?? t("unknown") },
        ]}
      />
    </section>
  );
}
