"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/ui/primitives/button";

/** What asks for more of a list. */
export function MoreButton({ isLoading, onClick }: { isLoading: boolean; onClick(): void }) {
  const t = useTranslations("case");
  return (
    <Button size="small" variant="quiet" disabled={isLoading} onClick={onClick} className="mt-2">
      {isLoading ? t("loading") : t("panel.more")}
    </Button>
  );
}
