"use client";
import { useLocale } from "next-intl";
import type { Language } from "@/shared/languages";
import { explainError } from "@/ui/connect/explain-error";
import { tell } from "@/ui/primitives/notices";
import { keepLanguage } from "./keep-language";
import { showLanguage } from "./shown-texts";

/** The language of the page, and the way to another one, which is kept on this device. */
export function useLanguage(): [Language, (language: Language) => void] {
  return [useLocale(), changeLanguage];
}

function changeLanguage(language: Language): void {
  showLanguage(language).then(
    () => keepLanguage(language),
    (error: unknown) => tell("error", explainError(error)),
  );
}
