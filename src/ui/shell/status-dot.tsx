import type { PresenceStatus } from "@/shared/presence";
import { classNames } from "@/ui/primitives/class-names";

const colors: Record<PresenceStatus, string> = { online: "bg-online", away: "bg-away", busy: "bg-busy" };

/** The colour of a status; the word stands beside it. */
export function StatusDot({ status }: { status: PresenceStatus }) {
  return <span aria-hidden className={classNames("size-2.5 rounded-full", colors[status])} />;
}
