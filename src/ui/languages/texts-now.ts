import { createTranslator } from "next-intl";
import type { Area, Texts } from "./areas";
import { shownTexts } from "./shown-texts";

/** The texts of an area for code that is no component, in the browser: what it says is said once, in the language of that moment. */
export function textsNow<A extends Area>(area: A) {
  const { language, messages } = shownTexts();
  return createTranslator<Texts, A>({ locale: language, messages: messages as Texts, namespace: area as never });
}
