"use client";
import { useLocale } from "next-intl";
import { type Times, timesIn } from "./format-time";

/** How times are written in the language of the page; whoever uses it is drawn again when that changes. */
export function useTimes(): Times {
  return timesIn(useLocale());
}
