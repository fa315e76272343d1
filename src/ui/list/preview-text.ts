import type { Conversation } from "@/shared/conversations";
import type { Me } from "@/shared/people";
import { firstName } from "@/ui/conversation/conversation-subject";
import { type Translator, textsNow } from "@/ui/languages/texts-now";

/** The last message in one line for a list: `You: …` for one's own, with the author where more than two people write. On the server `t` is needed. */
export function previewText(
  { lastMessage, type, participants, memberId }: Conversation,
  me: Pick<Me, "id">,
  t: Translator<"chat.list"> = textsNow("chat.list"),
): string {
  if (!lastMessage) return t("noMessages");
  const text = lastMessage.deletedAt ? t("deleted") : lastMessage.content.replace(/\s+/g, " ").trim();
  if (lastMessage.kind === "system") return text;
  if (lastMessage.senderId === me.id) return t("ownLine", { text });
  const isNamed = type === "group" || (type === "support" && lastMessage.senderId !== memberId);
  const author = isNamed ? participants.find((one) => one.id === lastMessage.senderId) : undefined;
  return author ? t("lineOf", { name: firstName(author.name), text }) : text;
}
