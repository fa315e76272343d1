"use client";
import { useViewer } from "@/ui/connect/viewer-context";
import { TooltipLayer } from "@/ui/primitives/tooltip-layer";
import { useKeptFocus } from "@/ui/shell/use-kept-focus";
import { UpdateNotice } from "./update-notice";

/** News of versions, what things are called, and for members the focus; a desk's screens keep it themselves, from their first key on. */
export function PageAids() {
  const { role } = useViewer();
  return (
    <>
      <UpdateNotice />
      <TooltipLayer />
      {role === "member" && <KeptFocus />}
    </>
  );
}

function KeptFocus() {
  useKeptFocus();
  return null;
}
