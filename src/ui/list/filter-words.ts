import type { DeskGym, Person } from "@/shared/people";
import type { QueueFilters } from "@/shared/support";
import { shortGymNames } from "@/ui/gyms/short-gym-names";
import { textsNow } from "@/ui/languages/texts-now";

/** One filter as it is said, and the filters without it. */
export interface SaidFilter {
  key: string;
  text: string;
  without: QueueFilters;
}

interface Known {
  staff: readonly Person[];
  viewerId: string;
  /** At whose desk the viewer works. */
  gyms: readonly DeskGym[];
}

/** What narrows a view, filter by filter. */
export function sayFilters(filters: QueueFilters, { staff, viewerId, gyms }: Known): SaidFilter[] {
  const t = textsNow("frame");
  const { gymIds = [], labels = [], priorities = [], assigneeId, waitingForS, unread, text } = filters;
  const said: SaidFilter[] = [];
  const say = (key: keyof QueueFilters, words: string) => {
    const { [key]: _, ...without } = filters;
    said.push({ key, text: words, without });
  };
  // A colleague's view may name gyms at which the viewer does not work; whoever works at one sees nothing narrowed to it.
  const isOnlyTheirs = gyms.length === 1 && gyms.every(({ id }) => gymIds.includes(id));
  if (gymIds.length > 0 && !isOnlyTheirs) say("gymIds", namesOf(gymIds, gyms) || t("filters.otherGym"));
  if (text?.trim()) say("text", `“${text.trim()}”`);
  for (const label of labels)
    said.push({
      key: `label:${label}`,
      text: label,
      without: withLabels(
        filters,
        labels.filter((one) => one !== label),
      ),
    });
  if (priorities.length > 0) say("priorities", priorities.map((one) => t(`priority.${one}`)).join(", "));
  if (assigneeId !== undefined) {
    const name = assigneeId === viewerId ? t("filters.me") : (staff.find(({ id }) => id === assigneeId)?.name ?? t("row.colleague"));
    say("assigneeId", assigneeId === null ? t("filters.nobody") : name);
  }
  if (waitingForS !== undefined) say("waitingForS", t("filters.waitingChip", { time: sayWait(waitingForS) }));
  if (unread) say("unread", t("filters.unreadChip"));
  return said;
}

function namesOf(gymIds: readonly string[], gyms: readonly DeskGym[]): string {
  const names = shortGymNames(gyms);
  return gymIds.flatMap((id) => names.get(id) ?? []).join(", ");
}

/** `15 minutes`, `4 hours`, `2 days`. */
export function sayWait(seconds: number): string {
  const t = textsNow("frame");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("filters.minutes", { count: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 24 ? t("filters.hours", { count: hours }) : t("filters.days", { count: Math.round(hours / 24) });
}

/** The filters with these labels; none is no filter. */
export function withLabels({ labels: _, ...others }: QueueFilters, labels: readonly string[]): QueueFilters {
  return labels.length > 0 ? { ...others, labels: [...labels] } : others;
}
