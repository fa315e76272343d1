"use client";
import { useCallback, useState } from "react";

const storageKey = "gympl-member-sections";

/** Which sections somebody has closed or opened by hand on this device. */
function read(): Record<string, boolean> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, boolean>) : {};
  } catch {
    // Forbidden or spoiled: every section is as it comes.
    return {};
  }
}

/** Whether a section is open, as it was left here, and the way to change that. */
export function useOpenSection(id: string, isOpenAtFirst: boolean): [boolean, () => void] {
  const [isOpen, setOpen] = useState(() => read()[id] ?? isOpenAtFirst);
  const toggle = useCallback(() => {
    setOpen(!isOpen);
    try {
      localStorage.setItem(storageKey, JSON.stringify({ ...read(), [id]: !isOpen }));
    } catch {
      // Nothing is kept, then.
    }
  }, [id, isOpen]);
  return [isOpen, toggle];
}
