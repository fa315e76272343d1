"use client";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import type { Language } from "@/shared/languages";
import de from "@/ui/messages/de/failure.json";
import en from "@/ui/messages/en/failure.json";
import type { Texts } from "./areas";

interface FailureTextsProps {
  language: Language;
  children: ReactNode;
}

/** The texts of a page that failed: they are part of the program, since nothing may have to be loaded for them. */
export function FailureTexts({ language, children }: FailureTextsProps) {
  const messages = { failure: { en, de }[language] };
  return (
    <NextIntlClientProvider locale={language} messages={messages as Texts}>
      {children}
    </NextIntlClientProvider>
  );
}
