import type { IncomingMessage } from "node:http";
import { bestLanguage, isLanguage, type Language, languageCookie, languageHeader } from "../../shared/languages";

/** Tells the page its language, whatever the caller wrote under that name. */
export function setPageLanguage(req: IncomingMessage): void {
  req.headers[languageHeader] = languageOf(req);
}

/**
 * The language of one page: what its address says (`?language=de`, which a service worker asks for when it keeps a page for later), else what was chosen in
 * this browser, else what the browser wants.
 */
function languageOf({ url = "/", headers }: Pick<IncomingMessage, "url" | "headers">): Language {
  const query = url.indexOf("?");
  const asked = query < 0 ? null : new URLSearchParams(url.slice(query)).get("language");
  if (isLanguage(asked)) return asked;
  const chosen = cookieValue(headers.cookie ?? "");
  return isLanguage(chosen) ? chosen : bestLanguage(wantedTags(headers["accept-language"] ?? ""));
}

/** `de;q=0.5, en-GB, *;q=0.1` → `en-GB, de, *`: the most wanted first, and what is not wanted at all left out. */
function wantedTags(header: string): string[] {
  const tags = header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((text) => text.trim());
      const quality = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? 1);
      return { tag, quality: Number.isFinite(quality) ? quality : 0 };
    });
  return tags
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

function cookieValue(header: string): string | undefined {
  const start = `${languageCookie}=`;
  return header
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(start))
    ?.slice(start.length);
}
