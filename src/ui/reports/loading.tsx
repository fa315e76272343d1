"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "@/ui/primitives/class-names";

/** What stands where a part is on its way: its outline, and a word for those who listen. */
export function Loading({ className, children }: { className: string; children: ReactNode }) {
  const t = useTranslations("reports");
  return (
    <div aria-busy className={classNames("flex flex-col", className)}>
      <p className="sr-only" role="status">
        {t("loading")}
      </p>
      {children}
    </div>
  );
}
