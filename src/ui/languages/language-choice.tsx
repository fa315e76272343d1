"use client";
import { useTranslations } from "next-intl";
import type { Language } from "@/shared/languages";
import { MenuChoice } from "@/ui/primitives/menu";
import { useLanguage } from "./use-language";

/** Each by its own name, which is not translated: whoever looks for it may read no other. */
const choices = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
] as const satisfies { value: Language; label: string }[];

/** The languages, for a menu. */
export function LanguageChoice() {
  const t = useTranslations("common");
  const [language, change] = useLanguage();
  return <MenuChoice<Language> label={t("language")} value={language} options={choices} onChange={change} />;
}
