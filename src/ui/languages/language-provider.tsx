"use client";
import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { onLanguageElsewhere } from "./keep-language";
import { onOtherTexts, type ShownTexts, showLanguage, shownTexts, startTexts } from "./shown-texts";

interface LanguageProviderProps {
  /** What the page was made with. */
  served: ShownTexts;
  children: ReactNode;
}

/** No text has a time in it (`useTimes` writes those), and to ask for the device's own zone takes a slow phone a tenth of a second. */
const timeZone = "UTC";

/** Gives its texts to a page: first those that it came with, so that the browser draws what the server drew, later those of another language or part. */
export function LanguageProvider({ served, children }: LanguageProviderProps) {
  const [{ language, messages }, setTexts] = useState(() => {
    if (typeof window !== "undefined") startTexts(served);
    return served;
  });
  useEffect(() => {
    const follow = () => setTexts(shownTexts());
    follow();
    return onOtherTexts(follow);
  }, []);
  // Without a connection this tab stays as it is.
  useEffect(() => onLanguageElsewhere((chosen) => void showLanguage(chosen).catch(() => undefined)), []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <NextIntlClientProvider locale={language} messages={messages as Required<typeof messages>} timeZone={timeZone}>
      {children}
    </NextIntlClientProvider>
  );
}
