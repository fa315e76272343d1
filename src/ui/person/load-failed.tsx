"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/primitives/button";

/** Something that could not be loaded, and the way to try again. */
export function LoadFailed({ text, onRetry }: { text: string; onRetry(): Promise<unknown> }) {
  const t = useTranslations("common");
  const [isBusy, setBusy] = useState(false);
  const retry = () => {
    setBusy(true);
    // What fails again says so in this place.
    onRetry()
      .catch(() => undefined)
      .finally(() => setBusy(false));
  };
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-4 py-4 text-body text-danger">
      <p>{text}</p>
      <Button size="small" disabled={isBusy} focusableWhenDisabled onClick={retry}>
        {t("tryAgain")}
      </Button>
    </div>
  );
}
