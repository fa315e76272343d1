"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { limits } from "@/shared/limits";
import { explainError } from "@/ui/connect/explain-error";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { TextField } from "@/ui/primitives/text-field";

const topics = ["membership", "booking", "payment", "lostAndFound", "equipment"] as const;

/** Opens the member's conversation with the front desk, with a topic or without. */
export function NewSupport({ onBack, onStarted }: { onBack(): void; onStarted(conversationId: string): void }) {
  const t = useTranslations("chat.start");
  const common = useTranslations("common");
  const client = useChatClient();
  const [topic, setTopic] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setStarting(true);
    try {
      onStarted((await client.openSupport(topic.trim() || undefined)).id);
    } catch (error) {
      setProblem(explainError(error));
      setStarting(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <TextField
        label={t("about")}
        description={t("aboutHint")}
        value={topic}
        maxLength={limits.topicCharactersMax}
        onChange={(event) => setTopic(event.target.value)}
        error={problem}
        autoComplete="off"
      />
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t("oftenAsked")}</legend>
        {topics
          .map((key) => [key, t(`topics.${key}`)] as const)
          .map(([key, one]) => (
            <button
              key={key}
              type="button"
              aria-pressed={topic === one}
              onClick={() => setTopic(topic === one ? "" : one)}
              className={classNames(
                "min-h-9 rounded-full border px-3 text-body pointer-coarse:min-h-11",
                topic === one
                  ? "border-accent bg-accent-tint text-accent-text"
                  : "border-line-strong text-ink-muted hover:bg-sunken hover:text-ink",
              )}
            >
              {one}
            </button>
          ))}
      </fieldset>
      <div className="flex gap-2">
        <Button variant="quiet" size="large" onClick={onBack}>
          {common("back")}
        </Button>
        <Button type="submit" variant="primary" size="large" disabled={isStarting} className="flex-1">
          {t("startChatting")}
        </Button>
      </div>
    </form>
  );
}
