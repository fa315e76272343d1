"use client";
import { Languages } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactElement } from "react";
import type { Language } from "@/shared/languages";
import { Button } from "@/ui/primitives/button";
import { MenuChoice } from "@/ui/primitives/menu";
import { useLanguage } from "./use-language";

/** Each by its own name, which is not translated: whoever looks for it may read no other. */
const choices = [
  { value: "en", label: "English", icon: <Code>EN</Code> },
  { value: "de", label: "Deutsch", icon: <Code>DE</Code> },
] as const satisfies { value: Language; label: string; icon: ReactElement }[];

/** The languages, for a menu. */
export function LanguageChoice() {
  const t = useTranslations("common");
  const [language, change] = useLanguage();
  return <MenuChoice<Language> label={t("language")} value={language} options={choices} onChange={change} />;
}

/** One press to each of the other languages, for whoever is not signed in and has no menu. */
export function OtherLanguages() {
  const [language, change] = useLanguage();
  return (
    <p className="mt-6 flex justify-center gap-2">
      {choices
        .filter(({ value }) => value !== language)
        .map(({ value, label }) => (
          <Button key={value} lang={value} variant="quiet" size="small" onClick={() => change(value)}>
            <Languages aria-hidden className="size-4" />
            {label}
          </Button>
        ))}
    </p>
  );
}

function Code({ children }: { children: string }) {
  return <span className="text-[0.625rem] leading-none font-semibold text-ink-muted">{children}</span>;
}
