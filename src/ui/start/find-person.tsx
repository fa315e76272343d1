"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { limits } from "@/shared/limits";
import type { Person, Role } from "@/shared/people";
import { explainError } from "@/ui/connect/explain-error";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { tell } from "@/ui/primitives/notices";
import { TextField } from "@/ui/primitives/text-field";
import { PeopleResults } from "./people-results";
import { useFirstFocus } from "./use-first-focus";
import { usePeopleSearch } from "./use-people-search";

/** Finds one person and opens the conversation with them; it exists once, so an older one comes back. */
export function FindPerson({ role, onStarted }: { role: Role | undefined; onStarted(conversationId: string): void }) {
  const t = useTranslations("chat.start");
  const client = useChatClient();
  const field = useFirstFocus<HTMLInputElement>();
  const [query, setQuery] = useState("");
  const [isStarting, setStarting] = useState(false);
  const search = usePeopleSearch(query, role);
  const start = async ({ id }: Person) => {
    setStarting(true);
    try {
      onStarted((await client.startDirect(id)).id);
    } catch (error) {
      tell("error", explainError(error));
      setStarting(false);
    }
  };
  return (
    <div className="flex flex-col gap-2">
      <TextField
        ref={field}
        label={t(role === "trainer" ? "findTrainer" : "findPerson")}
        hideLabel
        placeholder={t(role === "trainer" ? "findTrainer" : "findAnybody")}
        icon={<Search />}
        value={query}
        maxLength={limits.searchQueryCharactersMax}
        onChange={(event) => setQuery(event.target.value)}
        autoComplete="off"
      />
      <PeopleResults search={search} query={query} onChoose={(person) => void start(person)} disabled={isStarting} />
    </div>
  );
}
