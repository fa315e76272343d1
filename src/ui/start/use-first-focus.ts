"use client";
import { type RefObject, useEffect, useRef } from "react";

/** Focuses a field when it appears, except on a touch screen, where the keyboard would cover what one came to choose from. */
export function useFirstFocus<T extends HTMLElement>(isWanted = true): RefObject<T | null> {
  const field = useRef<T>(null);
  useEffect(() => {
    if (isWanted && window.matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [isWanted]);
  return field;
}
