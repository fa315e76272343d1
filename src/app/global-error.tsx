"use client";
import { builtInTexts, documentLanguage } from "@/ui/languages/built-in-texts";
import { LinkButton } from "@/ui/shell/link-button";
import { NoticePage } from "@/ui/shell/notice-page";
import "./globals.css";

/** The last net: even the frame of the page could not be drawn. */
export default function GlobalErrorPage() {
  const t = builtInTexts("failure");
  return (
    <html lang={documentLanguage()}>
      <body>
        <title>GymProLuxe Chat</title>
        <NoticePage title={t("title")} description={t("chat")} action={<LinkButton href="/">{t("loadAgain")}</LinkButton>} />
      </body>
    </html>
  );
}
