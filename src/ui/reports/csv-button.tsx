"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReportCsvInput } from "@/shared/reports";
import { explainError } from "@/ui/connect/explain-error";
import { Button } from "@/ui/primitives/button";
import { tell } from "@/ui/primitives/notices";
import { api } from "@/ui/queries/queries";
import { askedOf, type ReportPlace } from "./report-place";

/** Spreadsheets take a text for UTF-8 by this. */
const byteOrderMark = "\uFEFF";

/** Downloads a table of the report: a chunk after the other, put together here. */
export function CsvButton({ place, of }: { place: ReportPlace; of: ReportCsvInput["of"] }) {
  const t = useTranslations("reports");
  const asker = api.useUtils();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const chunks: string[] = [byteOrderMark];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const chunk: { text: string; nextCursor: string | null } = await asker.reports.csv.fetch(
          { ...askedOf(place), of, ...(cursor && { cursor }) },
          { staleTime: 0, gcTime: 0 },
        );
        chunks.push(chunk.text);
        cursor = chunk.nextCursor;
      }
      save(new Blob(chunks, { type: "text/csv;charset=utf-8" }), `${of}-${place.from}-${place.to}.csv`);
    } catch (error) {
      tell("error", explainError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="small" disabled={isBusy} focusableWhenDisabled onClick={() => void download()}>
      <Download aria-hidden className="size-3.5" />
      {t("csv")}
    </Button>
  );
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
