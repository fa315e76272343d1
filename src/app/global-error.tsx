"use client";
import { useTranslations } from "next-intl";
import { documentLanguage } from "@/ui/languages/document-language";
import { FailureTexts } from "@/ui/languages/failure-texts";
import { LinkButton } from "@/ui/shell/link-button";
import { NoticePage } from "@/ui/shell/notice-page";
import "./globals.css";

/** The last net: even the frame of the page could not be drawn. */
export default function GlobalErrorPage() {
  const language = documentLanguage();
  return (
    <html lang={language}>
      <body>
        <title>GymProLuxe Chat</title>
        <FailureTexts language={language}>
          <Failed />
        </FailureTexts>
      </body>
    </html>
  );
}

function Failed() {
  const t = useTranslations("failure");
  return <NoticePage title={t("title")} description={t("chat")} action={<LinkButton href="/">{t("loadAgain")}</LinkButton>} />;
}
