import { Check, CheckCheck, CircleAlert, Clock } from "lucide-react";
import type { SendState } from "@/client/chat-client.types";

const looks = {
  pending: { Icon: Clock, text: "Waiting to be sent", color: "" },
  sent: { Icon: Check, text: "Sent", color: "" },
  delivered: { Icon: CheckCheck, text: "Delivered", color: "" },
  read: { Icon: CheckCheck, text: "Read", color: "text-tick-read" },
  failed: { Icon: CircleAlert, text: "Not sent", color: "text-danger" },
} as const satisfies Record<SendState, { Icon: typeof Check; text: string; color: string }>;

/** How an own message stands with the others: a clock, one check, two checks, two emerald checks, or a red mark. */
export function MessageTicks({ state }: { state: SendState }) {
  const { Icon, text, color } = looks[state];
  return (
    <span title={text} data-send-state={state} className={color}>
      <Icon aria-hidden className={state === "pending" ? "size-3" : "size-3.5"} />
      <span className="sr-only">{text}</span>
    </span>
  );
}
