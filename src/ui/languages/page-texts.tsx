import type { ReactNode } from "react";
import { type Area, loadAreas } from "./areas";
import { LanguageProvider } from "./language-provider";
import { pageLanguage } from "./page-language";

interface PageTextsProps {
  /** All that this page ever says; they travel in it. */
  areas: readonly Area[];
  children: ReactNode;
}

/** Stands around all of a page: its texts travel in the page itself, in its language only. */
export async function PageTexts({ areas, children }: PageTextsProps) {
  const language = await pageLanguage();
  return <LanguageProvider served={{ language, messages: await loadAreas(language, areas) }}>{children}</LanguageProvider>;
}
