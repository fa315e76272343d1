"use client";
import { useEffect, useMemo, useState } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Participant } from "@/shared/conversations";
import { limits } from "@/shared/limits";
import type { Message } from "@/shared/messages";
import type { Person } from "@/shared/people";
import { useChatClient, useConnection } from "../hooks/chat-client-context";

const nobody: readonly Participant[] = [];

/**
 * The conversation with everybody who wrote these messages: it comes with those who left it last, and who left before them is asked for. A question
 * that failed is asked again when there is a connection.
 */
export function useAuthors(conversation: ConversationState, messages: readonly Message[]): ConversationState {
  const client = useChatClient();
  const { status } = useConnection();
  const [found, setFound] = useState(nobody);
  const { id, participants } = conversation;
  const unknown = useMemo(() => unknownAuthors([...participants, ...found], messages).join(), [participants, found, messages]);
  useEffect(() => {
    if (unknown === "" || status !== "live") return;
    const add = (people: readonly Person[]) => setFound((before) => [...before, ...people.map(asFormer)]);
    client.peopleOf(id, unknown.split(",")).then(add, () => undefined);
  }, [client, id, unknown, status]);
  return useMemo(
    () => (found.length === 0 ? conversation : { ...conversation, participants: [...participants, ...found] }),
    [conversation, participants, found],
  );
}

/** Only a conversation that many have left has authors who are not among its participants. */
function unknownAuthors(people: readonly Participant[], messages: readonly Message[]): string[] {
  if (people.filter(({ leftAt }) => leftAt !== null).length < limits.formerParticipantsMax) return [];
  const known = new Set(people.map(({ id }) => id));
  return [...new Set(messages.map(({ senderId }) => senderId))].filter((id) => !known.has(id)).slice(0, limits.pageMax);
}

function asFormer(person: Person): Participant {
  const marks = { lastDeliveredSeq: 0, lastReadSeq: 0, lastReadAt: null, version: 0 };
  return { ...person, ...marks, joinedAt: "", leftAt: "" };
}
