import * as z from "zod";
import { unknownVariables } from "./canned-replies";
import { deskGym } from "./desk-gym";
import { Id } from "./ids";
import { limits } from "./limits";
import { line, MessageContent } from "./text-inputs";

/** Keeps a canned reply, or changes one. */
export const SaveCannedReplyInput = z.object({
  /** Made by the client; the same id again changes the reply. */
  id: Id,
  shortcut: line(limits.labelCharactersMax).refine((text) => !/[\s/]/.test(text), "has spaces or slashes"),
  content: MessageContent.refine((content) => unknownVariables(content).length === 0, "names what no reply can name"),
  isShared: z.boolean().default(false),
  /** Whose desk has it, if it is shared. */
  ...deskGym,
});
export type SaveCannedReplyInput = z.infer<typeof SaveCannedReplyInput>;

/** Takes a canned reply away. */
export const RemoveCannedReplyInput = z.object({ id: Id });

/** Asks for a canned reply as it would read in a conversation. */
export const FillCannedReplyInput = z.object({ id: Id, conversationId: Id });
export type FillCannedReplyInput = z.infer<typeof FillCannedReplyInput>;
