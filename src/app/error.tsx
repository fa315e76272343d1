"use client";
import { useTranslations } from "next-intl";
import { documentLanguage } from "@/ui/languages/document-language";
import { FailureTexts } from "@/ui/languages/failure-texts";
import { Button } from "@/ui/primitives/button";
import { NoticePage } from "@/ui/shell/notice-page";

/** A page that failed is loaded afresh: what failed may have been the server's part. */
export default function ErrorPage() {
  return (
    <FailureTexts language={documentLanguage()}>
      <Failed />
    </FailureTexts>
  );
}

function Failed() {
  const t = useTranslations("failure");
  return (
    <NoticePage
      title={t("title")}
      description={t("page")}
      action={
        <Button variant="primary" onClick={() => window.location.reload()}>
          {t("tryAgain")}
        </Button>
      }
    />
  );
}
