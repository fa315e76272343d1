import { Check, CheckCheck, CircleAlert, Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SendState } from "@/client/chat-client.types";

const looks = {
  pending: { Icon: Clock, color: "" },
  sent: { Icon: Check, color: "" },
  delivered: { Icon: CheckCheck, color: "" },
  read: { Icon: CheckCheck, color: "text-tick-read" },
  failed: { Icon: CircleAlert, color: "text-danger" },
} as const satisfies Record<SendState, { Icon: typeof Check; color: string }>;

/** How an own message stands with the others: a clock, one check, two checks, two emerald checks, or a red mark. */
export function MessageTicks({ state }: { state: SendState }) {
  const text = useTranslations("chat.conversation.ticks")(state);
  const { Icon, color } = looks[state];
  return (
    <span title={text} data-send-state={state} className={color}>
      <Icon aria-hidden className={state === "pending" ? "size-3" : "size-3.5"} />
      <span className="sr-only">{text}</span>
    </span>
  );
}
