import { useTranslations } from "next-intl";
import type { OutboxMessage } from "@/client/chat-client.types";
import { explainCode } from "@/ui/connect/explain-error";
import { Button } from "../primitives/button";
import type { BubbleActions } from "./bubble-actions";

/** Why a message was not sent, and what to do about it. */
export function FailedNotice({ outbox, actions }: { outbox: OutboxMessage; actions: BubbleActions }) {
  const t = useTranslations("chat.conversation");
  return (
    <div className="mt-1 flex flex-wrap items-center justify-end gap-x-1">
      <p role="alert" className="mr-1 text-small text-danger">
        {t("notSent", { reason: outbox.error ? explainCode(outbox.error.code) : t("wentWrong") })}
      </p>
      <Button size="small" variant="secondary" onClick={() => actions.retry(outbox.id)}>
        {t("retry")}
      </Button>
      <Button size="small" variant="quiet" onClick={() => actions.discard(outbox.id)}>
        {t("delete")}
      </Button>
    </div>
  );
}
