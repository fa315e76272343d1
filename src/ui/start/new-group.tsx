"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { limits } from "@/shared/limits";
import type { Person } from "@/shared/people";
import { explainError } from "@/ui/connect/explain-error";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { Button } from "@/ui/primitives/button";
import { TextField } from "@/ui/primitives/text-field";
import { PeoplePicker } from "./people-picker";
import { useFirstFocus } from "./use-first-focus";

interface Problems {
  name?: "nameMissing";
  people?: "peopleMissing" | "tooMany";
  server?: string;
}

/** Makes a class group: its name, and who is in it. */
export function NewGroup({ onBack, onStarted }: { onBack(): void; onStarted(conversationId: string): void }) {
  const t = useTranslations("chat.start");
  const common = useTranslations("common");
  const client = useChatClient();
  const field = useFirstFocus<HTMLInputElement>();
  const [name, setName] = useState("");
  const [people, setPeople] = useState<Person[]>([]);
  const [problems, setProblems] = useState<Problems>({});
  const [isStarting, setStarting] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = problemsOf(name, people);
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return;
    setStarting(true);
    try {
      const ids = people.map(({ id }) => id);
      onStarted((await client.createGroup(name.trim(), ids)).id);
    } catch (error) {
      setProblems({ server: explainError(error) });
      setStarting(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <TextField
        ref={field}
        label={t("name")}
        placeholder={t("nameExample")}
        value={name}
        maxLength={limits.conversationNameCharactersMax}
        onChange={(event) => setName(event.target.value)}
        error={problems.name && t(problems.name)}
        autoComplete="off"
      />
      <PeoplePicker chosen={people} onChange={setPeople} />
      <footer className="sticky -bottom-4 z-10 -mx-4 -mb-4 flex items-center gap-3 border-t bg-raised px-4 py-3">
        <Button variant="quiet" onClick={onBack} className="-ml-2">
          {common("back")}
        </Button>
        <p role="alert" className="min-w-0 flex-1 text-right text-small text-danger">
          {problems.people ? t(problems.people, { max: limits.groupParticipantsMax }) : problems.server}
        </p>
        <Button type="submit" variant="primary" disabled={isStarting}>
          {people.length > 0 ? t("createWith", { count: people.length }) : t("create")}
        </Button>
      </footer>
    </form>
  );
}

function problemsOf(name: string, people: readonly Person[]): Problems {
  return {
    ...(name.trim() === "" && { name: "nameMissing" }),
    ...(people.length === 0 && { people: "peopleMissing" }),
    ...(people.length >= limits.groupParticipantsMax && { people: "tooMany" }),
  };
}
