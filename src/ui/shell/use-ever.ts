"use client";
import { useState } from "react";

/** Whether `value` is true or ever was: what was opened once stays mounted, so that it can close in its own time. */
export function useEver(value: boolean): boolean {
  const [was, setWas] = useState(value);
  if (value && !was) setWas(true);
  return value || was;
}
