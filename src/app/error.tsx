"use client";
import { builtInTexts } from "@/ui/languages/built-in-texts";
import { Button } from "@/ui/primitives/button";
import { NoticePage } from "@/ui/shell/notice-page";

/** A page that failed is loaded afresh: what failed may have been the server's part. */
export default function ErrorPage() {
  const t = builtInTexts("failure");
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
