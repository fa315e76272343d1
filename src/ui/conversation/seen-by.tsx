import { useTranslations } from "next-intl";
import type { Participant } from "@/shared/conversations";
import { useTimes } from "../hooks/use-times";
import { firstName } from "./conversation-subject";

const namesMax = 2;

/** Who has read everything up to `seq`, the latest reader first. */
export function readersOf(participants: readonly Participant[], seq: number, viewerId: string): Participant[] {
  return participants
    .filter((one) => one.id !== viewerId && one.leftAt === null && one.lastReadSeq >= seq)
    .sort((a, b) => (b.lastReadAt ?? "").localeCompare(a.lastReadAt ?? ""));
}

/** "Seen by Anna, Ben +3". Its line is always there, so that nothing moves when the first one reads. */
export function SeenBy({ readers }: { readers: readonly Participant[] }) {
  const t = useTranslations("chat.conversation");
  const times = useTimes();
  const names = readers.slice(0, namesMax).map((one) => firstName(one.name));
  const rest = readers.length - namesMax;
  const title = readers.map(({ name, lastReadAt }) => (lastReadAt ? `${name}, ${times.full(lastReadAt)}` : name)).join("\n");
  return (
    <p title={title || undefined} className="h-4.5 truncate px-0.5 pt-0.5 text-right text-tiny text-ink-faint tabular-nums">
      {readers.length > 0 && t("seenBy", { names: `${names.join(", ")}${rest > 0 ? ` +${rest}` : ""}` })}
    </p>
  );
}
