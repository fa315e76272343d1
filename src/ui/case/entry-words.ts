"use client";
import { useLocale, useTranslations } from "next-intl";
import { useCallback } from "react";
import type { CaseEntry } from "@/shared/cases";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { formatGymTime } from "./format-gym-time";

/** Says in a sentence what happened to a case of a gym, by whose clock it wakes. */
export function useEntryWords(nameOf: (id: string) => string, gymId: string): (entry: CaseEntry) => string {
  const t = useTranslations("case");
  const locale = useLocale();
  const { timeZone } = useDeskGym(gymId);
  return useCallback(
    (entry) => {
      const actor = entry.actorId === null ? t("entry.clock") : nameOf(entry.actorId);
      switch (entry.kind) {
        case "opened":
          return entry.topic === null
            ? t("entry.opened", { actor, number: entry.number })
            : t("entry.openedAbout", { actor, number: entry.number, topic: entry.topic });
        case "assigned":
          if (entry.to === null) return t("entry.unassigned", { actor });
          return entry.to === entry.actorId ? t("entry.claimed", { actor }) : t("entry.assigned", { actor, to: nameOf(entry.to) });
        case "status":
          if (entry.to === "snoozed" && entry.until)
            return t("entry.snoozed", { actor, until: formatGymTime(entry.until, { locale, timeZone }) });
          if (entry.to === "open" && entry.from === "snoozed") return t("entry.woke", { actor });
          if (entry.to === "open") return t("entry.reopened", { actor });
          return entry.to === "resolved" ? t("entry.resolved", { actor }) : t("entry.pending", { actor });
        case "priority":
          return t("entry.priority", { actor, priority: t(`priority.${entry.to}`) });
        case "labels":
          if (entry.removed.length === 0) return t("entry.labelsAdded", { actor, labels: entry.added.join(", ") });
          if (entry.added.length === 0) return t("entry.labelsRemoved", { actor, labels: entry.removed.join(", ") });
          return t("entry.labels", { actor, added: entry.added.join(", "), removed: entry.removed.join(", ") });
        case "topic":
          return entry.to === null ? t("entry.topicRemoved", { actor }) : t("entry.topic", { actor, topic: entry.to });
        case "merged":
          return t("entry.merged", { actor, number: entry.earlier });
        case "replied":
          return t("entry.replied", { actor });
      }
    },
    [t, nameOf, locale, timeZone],
  );
}
