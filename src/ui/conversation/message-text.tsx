import { find } from "linkifyjs";
import { memo, type ReactNode } from "react";

export interface TextPart {
  text: string;
  /** An http, https or mailto address when this part is a link. */
  href: string | null;
}

/** Bare words such as `ok.so` are no links; these endings are. */
const commonDomain = /\.(?:com|org|net|app|fit|gym|io|info|club|shop)(?:[/?#:]|$)/i;
const saysItIsALink = /^(?:https?:\/\/|www\.|mailto:)/i;
const safeTarget = /^(?:https?:|mailto:)/i;

/** Splits text into plain parts and links. Joined, the parts are the text exactly as typed; a target is never anything but http, https or mailto. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const link of find(text, { defaultProtocol: "https" })) {
    const isMeant = link.type === "email" || saysItIsALink.test(link.value) || commonDomain.test(link.value);
    if (!isMeant || !safeTarget.test(link.href)) continue;
    if (link.start > done) parts.push({ text: text.slice(done, link.start), href: null });
    parts.push({ text: text.slice(link.start, link.end), href: link.href });
    done = link.end;
  }
  if (done < text.length) parts.push({ text: text.slice(done), href: null });
  return parts;
}

const pictograph = "(?:\\p{Regional_Indicator}{2}|\\p{Extended_Pictographic}[\\u{FE0F}\\u{1F3FB}-\\u{1F3FF}]*)";
const fewEmoji = new RegExp(`^(?:\\s*${pictograph}(?:\\u200D${pictograph})*\\s*){1,6}$`, "u");

/** Whether the text is one to six emoji and nothing else. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= 80 && fewEmoji.test(text);
}

/** The text of a message: as typed, with its links. */
export const MessageText = memo(function MessageText({ content }: { content: string }): ReactNode {
  return splitLinks(content).map(({ text, href }, at) =>
    href === null ? (
      text
    ) : (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        key={at}
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent-text underline decoration-current/40 underline-offset-2 hover:decoration-current"
      >
        {text}
      </a>
    ),
  );
});
