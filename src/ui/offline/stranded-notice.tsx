"use client";
import { Copy, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OutboxMessage } from "@/client/chat-client.types";
import { explainCode } from "@/ui/connect/explain-error";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button } from "@/ui/primitives/button";
import { tell } from "@/ui/primitives/notices";

/** Shows what could not be sent into conversations that one is no longer part of, until it is deleted or put off to the next start of the page. */
export function StrandedNotice({ messages }: { messages: readonly OutboxMessage[] }) {
  const t = useTranslations("chat.stranded");
  const [isPutOff, setPutOff] = useState(false);
  if (isPutOff) return null;
  return (
    <section
      aria-label={t("title", { count: messages.length })}
      data-stranded
      className="fixed z-30 flex max-h-[50dvh] flex-col rounded-xl border bg-raised shadow-float max-md:inset-x-3 max-md:top-[calc(3.75rem+env(safe-area-inset-top))] md:bottom-4 md:left-4 md:w-88"
    >
      <header className="flex items-center gap-2 border-b py-1.5 pr-1.5 pl-3">
        <h2 className="flex-1 text-body font-medium">{t("title", { count: messages.length })}</h2>
        <Button variant="quiet" size="small" onClick={() => setPutOff(true)}>
          {t("later")}
        </Button>
      </header>
      <ul className="min-h-0 overflow-y-auto">
        {messages.map((message) => (
          <StrandedMessage key={message.id} message={message} />
        ))}
      </ul>
    </section>
  );
}

function StrandedMessage({ message }: { message: OutboxMessage }) {
  const t = useTranslations("chat.stranded");
  const client = useChatClient();
  const copy = () =>
    navigator.clipboard.writeText(message.content).then(
      () => tell("success", t("copied")),
      () => tell("error", t("copyFailed")),
    );
  return (
    <li className="border-b px-3 py-2 last:border-b-0">
      <p className="text-body break-words whitespace-pre-wrap select-text">{message.content}</p>
      {message.error && <p className="mt-0.5 text-small text-danger">{explainCode(message.error.code)}</p>}
      <div className="mt-1 -ml-2 flex gap-1">
        <Button variant="quiet" size="small" onClick={() => void copy()}>
          <Copy aria-hidden className="size-3.5" />
          {t("copy")}
        </Button>
        <Button variant="quiet" size="small" onClick={() => client.discard(message.id)}>
          <Trash2 aria-hidden className="size-3.5" />
          {t("delete")}
        </Button>
      </div>
    </li>
  );
}
