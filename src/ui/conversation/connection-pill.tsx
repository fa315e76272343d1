"use client";
import { CloudOff, LogIn, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ConnectionState } from "@/client/chat-client.types";
import type { Translator } from "@/ui/languages/texts-now";
import { useChatClient, useConnection } from "../hooks/chat-client-context";
import { useNow } from "../hooks/use-now";
import { useReadable } from "../hooks/use-readable";
import { classNames } from "../primitives/class-names";

/** The state of the connection, told honestly: nothing while live; what happens, and when, otherwise. */
export function ConnectionPill({ className, isNarrow = false }: { className?: string; isNarrow?: boolean }) {
  const t = useTranslations("chat.conversation.connection");
  const connection = useConnection();
  const offsetMs = useReadable(useChatClient().clockOffsetMs);
  const serverNow = useNow(connection.status === "offline" ? 1000 : null);
  const look = connection.status === "live" && connection.isTroubled ? looks.troubled : looks[connection.status];
  const words = connectionWords(connection, serverNow - offsetMs, t);
  return (
    <div role="status" data-connection={connection.status} className={classNames("shrink-0", className)}>
      {look && (
        <span className={classNames("flex h-6 items-center gap-1 rounded-full px-2.5 text-small font-medium tabular-nums", look.tone)}>
          <look.Icon className="size-3.5" aria-hidden />
          {words.map((word, at) => (
            // A phone, and the head of a list, has room for the first and the last; what waits shows as clocks in the conversation.
            <span key={word} className={at === 1 && words.length === 3 ? (isNarrow ? "sr-only" : "max-sm:sr-only") : undefined}>
              {at > 0 && <span aria-hidden>· </span>}
              {word}
            </span>
          ))}
        </span>
      )}
    </div>
  );
}

const looks = {
  connecting: { Icon: RefreshCw, tone: "late-in bg-sunken text-ink-muted" },
  live: null,
  troubled: { Icon: RefreshCw, tone: "bg-warning-tint text-warning" },
  "catching-up": { Icon: RefreshCw, tone: "late-in bg-sunken text-ink-muted" },
  offline: { Icon: CloudOff, tone: "bg-warning-tint text-warning" },
  "signed-out": { Icon: LogIn, tone: "bg-danger-tint text-danger" },
} as const;

/** The pill's words: the state, then while offline how many messages wait and when the next try is due. `now` is epoch ms of this device. */
export function connectionWords(
  { status, queued, retryAt, isTroubled }: ConnectionState,
  now: number,
  t: Translator<"chat.conversation.connection">,
): string[] {
  if (status === "connecting") return [t("connecting")];
  if (status === "catching-up") return [t("catchingUp")];
  if (status === "signed-out") return [t("signedOut")];
  if (status === "live") return isTroubled ? [t("troubled"), t("retrying")] : [];
  const seconds = retryAt === null ? null : Math.ceil((retryAt - now) / 1000);
  return [
    t("offline"),
    ...(queued > 0 ? [t("waiting", { count: queued })] : []),
    ...(seconds === null ? [] : [seconds > 0 ? t("retryIn", { seconds }) : t("retrying")]),
  ];
}
