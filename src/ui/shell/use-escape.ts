"use client";
import { useEffect, useRef } from "react";
import { isSomethingOpen } from "@/ui/commands/focus-place";

/** Runs on Escape when nothing inside has used it and no dialog or menu is open. For a screen without commands. */
export function useEscape(run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const onKeyDown = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key === "Escape" && !defaultPrevented && !isSomethingOpen()) latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
