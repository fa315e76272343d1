"use client";
import { TooltipLayer } from "@/ui/primitives/tooltip-layer";
import { UpdateNotice } from "./update-notice";

/** News of versions, and what things are called. */
export function PageAids() {
  return (
    <>
      <UpdateNotice />
      <TooltipLayer />
    </>
  );
}
