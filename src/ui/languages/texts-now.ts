import { createTranslator, type NamespaceKeys, type NestedKeyOf } from "next-intl";
import type { Texts } from "./areas";
import { type ShownTexts, shownTexts } from "./shown-texts";

/** A part of the texts: `chat`, `chat.list`. */
export type Namespace = NamespaceKeys<Texts, NestedKeyOf<Texts>>;
/** What `useTranslations("chat.list")` answers, for a function that is handed it. */
export type Translator<N extends Namespace> = ReturnType<typeof createTranslator<Texts, N>>;

let madeOf: ShownTexts | null = null;
const made = new Map<Namespace, unknown>();

/**
 * A part of the texts for code that is no component, in the browser: in the language of that moment. A component that draws what such code answers asks for
 * texts or times by a hook as well, and so is drawn again when the language changes.
 */
export function textsNow<N extends Namespace>(namespace: N): Translator<N> {
  const texts = shownTexts();
  if (madeOf !== texts) made.clear();
  madeOf = texts;
  let translator = made.get(namespace) as Translator<N> | undefined;
  if (!translator) {
    translator = createTranslator<Texts, N>({ locale: texts.language, messages: texts.messages as Texts, namespace: namespace as never });
    made.set(namespace, translator);
  }
  return translator;
}
