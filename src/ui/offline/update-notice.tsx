"use client";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/ui/primitives/button";
import { letUpdateIn, readUpdates, watchUpdates } from "./service-worker-updates";

const served = { isReady: false };

/** Says that there is a new version, and lets it in when one wants to. Put off, it comes again with the next page; nothing happens by itself. */
export function UpdateNotice() {
  const t = useTranslations("chat.update");
  const { isReady } = useSyncExternalStore(watchUpdates, readUpdates, () => served);
  const [isPutOff, setPutOff] = useState(false);
  return (
    <div
      role="status"
      className="pointer-events-none fixed z-30 flex max-md:inset-x-0 max-md:top-[calc(3.75rem+env(safe-area-inset-top))] max-md:justify-center max-md:px-4 md:bottom-4 md:left-4"
    >
      {isReady && !isPutOff && (
        <p
          data-update
          className="pointer-events-auto flex items-center gap-3 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3 text-body shadow-float"
        >
          {t("ready")}
          <Button variant="primary" size="small" onClick={letUpdateIn}>
            {t("reload")}
          </Button>
          <Button variant="quiet" size="small" className="-ml-2" onClick={() => setPutOff(true)}>
            {t("later")}
          </Button>
        </p>
      )}
    </div>
  );
}
